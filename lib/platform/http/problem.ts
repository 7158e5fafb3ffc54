import { AppError, type ErrorCode, type InvalidParam, isAppError } from '../errors';

/** RFC 9457 problem with the extra members of the outer contract. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  error: string;
  code: ErrorCode;
  requestId: string;
  invalidParams?: InvalidParam[];
  reason?: string;
  details?: Record<string, unknown>;
}

export const STATUS: Record<ErrorCode, { status: number; title: string; level: 'info' | 'warn' | 'error' }> = {
  unauthenticated: { status: 401, title: 'Not signed in', level: 'info' },
  forbidden: { status: 403, title: 'Not allowed', level: 'warn' },
  not_found: { status: 404, title: 'Not found', level: 'info' },
  conflict: { status: 409, title: 'Conflict', level: 'warn' },
  invalid_input: { status: 422, title: 'The content does not fit', level: 'warn' },
  malformed: { status: 400, title: 'Malformed request', level: 'warn' },
  precondition_failed: { status: 412, title: 'Precondition failed', level: 'warn' },
  too_large: { status: 413, title: 'Too large', level: 'warn' },
  unsupported_media_type: { status: 415, title: 'Content type not taken', level: 'warn' },
  method_not_allowed: { status: 405, title: 'Method not allowed', level: 'info' },
  limit_exceeded: { status: 429, title: 'Too many requests', level: 'warn' },
  bad_gateway: { status: 502, title: 'The service behind did not answer', level: 'error' },
  unavailable: { status: 503, title: 'Not available now', level: 'error' },
  timeout: { status: 504, title: 'Took too long', level: 'error' },
  internal: { status: 500, title: 'Internal error', level: 'error' },
};

/** Any thrown value as an AppError; what was not thrown on purpose becomes `internal` or `unavailable` with a fixed text. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (isDatabaseAway(error))
    return new AppError('unavailable', 'The database is not responding. Predictions continue and will be counted.', {
      retryAfter: 5,
      reason: 'database_down',
      cause: error,
    });
  return new AppError('internal', 'Something went wrong on our side. The request id finds it in the log.', {
    cause: error,
  });
}

const AWAY = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2037',
  'ECONNREFUSED',
  'ECONNRESET',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
  'EPIPE',
  'ETIMEDOUT',
]);

function isDatabaseAway(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at && typeof at === 'object' && depth < 5; depth++) {
    if ('code' in at && typeof at.code === 'string' && AWAY.has(at.code)) return true;
    if ('name' in at && at.name === 'PrismaClientInitializationError') return true;
    if (
      'message' in at &&
      typeof at.message === 'string' &&
      /timeout exceeded when trying to connect|Connection terminated|DatabaseNotReachable|Code: `(?:57P0[123]|08\d{3})`/.test(
        at.message,
      )
    )
      return true;
    at = 'cause' in at ? at.cause : null;
  }
  return false;
}

export function toProblem(error: AppError, requestId: string): Problem {
  const { status, title } = STATUS[error.code];
  return {
    type: `about:blank#${error.code}`,
    title,
    status,
    detail: error.message,
    error: error.message,
    code: error.code,
    requestId,
    ...(error.invalidParams.length > 0 ? { invalidParams: error.invalidParams } : {}),
    ...(error.reason ? { reason: error.reason } : {}),
    ...(error.details ? { details: error.details } : {}),
  };
}

export function problemResponse(error: AppError, requestId: string): Response {
  const problem = toProblem(error, requestId);
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'x-request-id': requestId,
      ...(error.retryAfter === undefined ? {} : { 'retry-after': String(error.retryAfter) }),
    },
  });
}
