/** A request that does not fit, in words for its caller. `field` is the input, column or parameter it is about. */
export class ProtocolError extends Error {
  readonly status: 400 | 404 | 413 | 415;
  readonly field: string | undefined;
  /** Machine-readable reason and values, for translated sentences. */
  readonly reason: string;

  constructor(message: string, more: { status?: 400 | 404 | 413 | 415; field?: string; reason?: string } = {}) {
    super(message);
    this.name = 'ProtocolError';
    this.status = more.status ?? 400;
    this.field = more.field;
    this.reason = more.reason ?? 'bad_content';
  }
}

export const badField = (field: string, message: string, reason?: string) =>
  new ProtocolError(`${field}: ${message}`, { field, ...(reason ? { reason } : {}) });
