import type { IncomingMessage, ServerResponse } from 'node:http';
import zlib from 'node:zlib';
import { type AppError, isAppError } from '@/lib/platform/errors';
import { STATUS, toAppError } from '@/lib/platform/http/problem';
import { ProtocolError } from '@/lib/pure/protocols/protocol-error';

const COMPRESS_FROM_BYTES = 4096;
/** From here on compressing takes milliseconds, which other callers need not wait for. */
const COMPRESS_ASIDE_FROM_BYTES = 64 * 1024;
const LEVEL = { level: 1 };

/** The coding that a client takes, gzip first; null for none, and for codings that it refuses by `q=0`. */
export function codingOf(accepted: string | undefined): 'gzip' | 'deflate' | null {
  const taken = (accepted ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]?.trim());
  return taken.includes('gzip') ? 'gzip' : taken.includes('deflate') ? 'deflate' : null;
}

/** Sends an answer; compressed where the client asked for one coding, or for any and the body is large. */
export function send(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: Uint8Array | string,
): void {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  const accepted = req.headers['accept-encoding'];
  const isWorthIt = accepted === 'gzip' || accepted === 'deflate' || length > COMPRESS_FROM_BYTES;
  const coding = typeof accepted === 'string' && isWorthIt ? codingOf(accepted) : null;
  const finish = (sent: Uint8Array | string, bytes: number, more: Record<string, string>) => {
    if (res.destroyed) return;
    res.writeHead(status, { ...headers, ...more, 'content-length': bytes });
    res.end(sent);
  };
  if (!coding) {
    // A text goes out with the head in one piece.
    finish(body, length, {});
    return;
  }
  const coded = { 'content-encoding': coding, vary: 'accept-encoding' };
  if (length < COMPRESS_ASIDE_FROM_BYTES) {
    const packed = coding === 'gzip' ? zlib.gzipSync(body, LEVEL) : zlib.deflateSync(body, LEVEL);
    finish(packed, packed.length, coded);
    return;
  }
  const compress = coding === 'gzip' ? zlib.gzip : zlib.deflate;
  compress(body, LEVEL, (error, packed) => (error ? finish(body, length, {}) : finish(packed, packed.length, coded)));
}

export const sendJson = (req: IncomingMessage, res: ServerResponse, value: unknown, status = 200): void =>
  send(req, res, status, { 'content-type': 'application/json' }, JSON.stringify(value));

/** What the caller of a protocol is told: 400 for all bad content, and never a library's words. */
export function toFailure(thrown: unknown): {
  status: number;
  error: AppError | ProtocolError;
  message: string;
  code: string;
  retryAfter: number | undefined;
  field: string | undefined;
} {
  if (thrown instanceof ProtocolError)
    return {
      status: thrown.status,
      error: thrown,
      message: thrown.message,
      code: thrown.reason,
      retryAfter: undefined,
      field: thrown.field,
    };
  const error = isAppError(thrown) ? thrown : toAppError(thrown);
  // The protocols know no conflict: a model that cannot be asked here is none of theirs.
  const isElsewhere = error.reason === 'served_elsewhere';
  const status = error.code === 'invalid_input' ? 400 : isElsewhere ? 404 : STATUS[error.code].status;
  return {
    status,
    error,
    message: error.message,
    code: error.reason ?? error.code,
    retryAfter: error.retryAfter,
    field: error.invalidParams[0]?.name,
  };
}

const retryHeader = (seconds: number | undefined): Record<string, string> =>
  seconds === undefined ? {} : { 'retry-after': String(seconds) };

export function sendError(req: IncomingMessage, res: ServerResponse, thrown: unknown): ReturnType<typeof toFailure> {
  const failure = toFailure(thrown);
  finishReading(req, res);
  send(
    req,
    res,
    failure.status,
    { 'content-type': 'application/json', ...retryHeader(failure.retryAfter) },
    JSON.stringify({ error: failure.message }),
  );
  return failure;
}

/** MLflow's form of an error. */
export function sendMlflowError(
  req: IncomingMessage,
  res: ServerResponse,
  thrown: unknown,
): ReturnType<typeof toFailure> {
  const failure = toFailure(thrown);
  const code =
    failure.status === 404 ? 'RESOURCE_DOES_NOT_EXIST' : failure.status < 500 ? 'BAD_REQUEST' : 'INTERNAL_ERROR';
  finishReading(req, res);
  send(
    req,
    res,
    failure.status,
    { 'content-type': 'application/json', ...retryHeader(failure.retryAfter) },
    JSON.stringify({ error_code: code, message: failure.message, error: failure.message }),
  );
  return failure;
}

const DRAIN_BYTES = 64 * 1024 * 1024;

/**
 * An answer before the body was read: the rest is read away, because most clients look at an answer only once they
 * have sent everything. A client that has more than 64 MB left is cut off instead.
 */
export function finishReading(req: IncomingMessage, res: ServerResponse): void {
  if (req.complete) return;
  if (Number(req.headers['content-length'] ?? 0) > DRAIN_BYTES) res.setHeader('connection', 'close');
  let drained = 0;
  req.on('data', (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > DRAIN_BYTES) req.destroy();
  });
  req.resume();
}
