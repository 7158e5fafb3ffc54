import type { InferenceRequest } from './inference';
import { ProtocolError } from './protocol-error';

/**
 * Rows of one call. Each row is answered, rendered and logged on the event loop: about half a microsecond a row and a tenth of a
 * second at this bound. 64 MB of binary could ask for 16 million, and hold every other caller up for seconds. Wide rows (pictures)
 * are bounded by bytes alone.
 */
export const MAX_CALL_ROWS = 262_144;

/** The request, or a refusal that names its first input. */
export function limitRows<Request extends InferenceRequest>(request: Request): Request {
  if (request.rows <= MAX_CALL_ROWS) return request;
  const field = request.tensors[0]?.name ?? 'inputs';
  throw new ProtocolError(
    `${field}: ${request.rows} rows are more than the ${MAX_CALL_ROWS} that one call takes. Send them in parts.`,
    { status: 413, field, reason: 'too_many_rows' },
  );
}
