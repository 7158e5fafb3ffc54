import type { Tensor } from './datatype';
import { ProtocolError } from './protocol-error';

/** Values of one output as JSON: writing them holds the event loop for some 0.3 µs each, so this bound is about half a second. */
export const MAX_JSON_VALUES = 2_097_152;

/** Refuses an output that is too large for JSON, written so many times, before a text is made of it. */
export function limitJsonValues({ name, data }: Tensor, advice: string, times = 1): void {
  const values = data.length * times;
  if (values <= MAX_JSON_VALUES) return;
  throw new ProtocolError(
    `${name}: the answer has ${values} values, more than the ${MAX_JSON_VALUES} that JSON is written for. ${advice}`,
    { status: 413, field: name, reason: 'too_many_values' },
  );
}
