export const ERROR_CODES = [
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'invalid_input',
  'malformed',
  'precondition_failed',
  'too_large',
  'unsupported_media_type',
  'method_not_allowed',
  'limit_exceeded',
  'bad_gateway',
  'unavailable',
  'timeout',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** One field that does not fit: `name` as the caller wrote it, `reason` in a sentence. */
export interface InvalidParam {
  name: string;
  reason: string;
}

/** The only error that rooms throw on purpose. `message` is shown to the caller: no path, no stack, no library text. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly invalidParams: InvalidParam[];
  /** Seconds after which a retry makes sense. */
  readonly retryAfter: number | undefined;
  /** Machine-readable reason inside a code, such as `pickle` or `model_crashed`, and values for a translated sentence. */
  readonly reason: string | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    more: {
      invalidParams?: InvalidParam[];
      retryAfter?: number;
      reason?: string;
      details?: Record<string, unknown>;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'AppError';
    this.code = code;
    this.invalidParams = more.invalidParams ?? [];
    this.retryAfter = more.retryAfter;
    this.reason = more.reason;
    this.details = more.details;
  }
}

export const notFound = (what: string, id: string) => new AppError('not_found', `There is no ${what} "${id}" here.`);

export const invalidInput = (
  name: string,
  reason: string,
  more: { reason?: string; details?: Record<string, unknown> } = {},
) => new AppError('invalid_input', `${name}: ${reason}`, { invalidParams: [{ name, reason }], ...more });

export const isAppError = (error: unknown): error is AppError => error instanceof AppError;

/** For `catch`: null where something is not there, or not any more; every other error goes on. */
export function nothingIfGone(error: unknown): null {
  if (isAppError(error) && error.code === 'not_found') return null;
  throw error;
}
