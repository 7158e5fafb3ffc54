import type { Tensor } from './datatype';
import { ProtocolError } from './protocol-error';

/** Values of one output as JSON: writing them holds the event loop for some 0.3 µs each, so this bound is about half a second. */
export const MAX_JSON_VALUES = 2_097_152;

/** Refuses an output that is too large for JSON, before a text is made of it. */
export function limitJsonValues({ name, data }: Tensor, advice: string): void {
  if (data.length <= MAX_JSON_VALUES) return;
  throw new ProtocolError(
    `${name}: the answer has ${data.length} values, more than the ${MAX_JSON_VALUES} that JSON is written for. ${advice}`,
    { status: 413, field: name, reason: 'too_many_values' },
  );
}
