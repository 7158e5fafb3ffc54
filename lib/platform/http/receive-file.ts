import 'server-only';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { AppError } from '../errors';

const IDLE_MS = 30_000;

export interface ReceivedFile {
  sizeBytes: number;
  sha256: string;
}

/** The declared length of a raw body. Throws 400 where it is missing or no whole number, 413 above `limit` bytes. */
export function requireLength(request: Request, limit: number): number {
  const text = request.headers.get('content-length');
  if (text === null || !/^\d{1,15}$/.test(text))
    throw new AppError('malformed', 'Send the header Content-Length with the size of the file in bytes.');
  const length = Number(text);
  if (length > limit) throw tooLarge(limit);
  if (length === 0) throw new AppError('malformed', 'The body is empty.');
  return length;
}

/** Raw bodies are bytes: forms and compressed bodies would be stored as something else than the sender's file. */
export function requireRawBody(request: Request): void {
  const type = request.headers.get('content-type') ?? '';
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (/^(multipart\/|application\/x-www-form-urlencoded|application\/(problem\+)?json)/i.test(type))
    throw new AppError('unsupported_media_type', 'Send the bytes of the file as the body, without a form around them.');
  if (encoding !== 'identity')
    throw new AppError('unsupported_media_type', `Send the file as it is, without Content-Encoding ${encoding}.`);
}

export const tooLarge = (limit: number) =>
  new AppError('too_large', `The file is larger than the limit of ${limit.toLocaleString('en')} bytes.`);

/**
 * Streams exactly `length` bytes of a body into a file at `offset`. Fewer or more bytes are 400.
 * Returns what arrived; sha256 is of these bytes alone.
 */
export async function receiveFile(
  request: Request,
  input: { file: string; length: number; offset?: number },
): Promise<ReceivedFile> {
  const handle = await open(input.file, input.offset ? 'r+' : 'w', 0o600);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const reader = request.body?.getReader();
  try {
    while (reader) {
      const { done, value } = await withinIdleTime(reader.read());
      if (done) break;
      if (sizeBytes + value.length > input.length)
        throw new AppError('malformed', 'The body has more bytes than Content-Length says.');
      await handle.write(value, 0, value.length, (input.offset ?? 0) + sizeBytes);
      hash.update(value);
      sizeBytes += value.length;
    }
  } catch (error) {
    await reader?.cancel().catch(() => {});
    throw error instanceof AppError
      ? error
      : new AppError('malformed', `The connection ended after ${sizeBytes} of ${input.length} bytes.`, {
          cause: error,
        });
  } finally {
    await handle.close();
  }
  if (sizeBytes < input.length)
    throw new AppError('malformed', `Only ${sizeBytes} of ${input.length} bytes arrived.`, {
      details: { receivedBytes: sizeBytes },
    });
  return { sizeBytes, sha256: hash.digest('hex') };
}

function withinIdleTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const idle = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('malformed', `No byte arrived for ${IDLE_MS / 1000} seconds.`)),
      IDLE_MS,
    );
  });
  return Promise.race([work, idle]).finally(() => clearTimeout(timer));
}
