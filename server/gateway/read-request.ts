import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { AppError } from '@/lib/platform/errors';
import { whereJsonFails } from '@/lib/pure/protocols/json-fault';
import { markLongIntegers } from '@/lib/pure/protocols/long-integers';

const gunzip = promisify(zlib.gunzip);
const inflate = promisify(zlib.inflate);
const BODY_TIMEOUT_MS = 60_000;

export const MEGABYTE = 1024 * 1024;

const tooLarge = (limit: number) =>
  new AppError('too_large', `The body is larger than the limit of ${Math.round(limit / MEGABYTE)} MB.`);

/** The whole body, after inflating, up to `limit` bytes. */
export function readRequest(req: IncomingMessage, limit: number): Promise<Buffer> {
  const coding = req.headers['content-encoding'];
  const bytes = readBytes(req, limit);
  return coding === undefined ? bytes : bytes.then((packed) => unpackBody(packed, coding, limit));
}

/** A body after inflating, up to `limit` bytes. */
export async function unpackBody(bytes: Buffer, coding: string | undefined, limit: number): Promise<Buffer> {
  return !coding || coding === 'identity' ? bytes : unpack(bytes, coding, limit);
}

/** Bodies that are still arriving, in the order in which they began. One look a second costs less than a timer for each. */
const arriving = new Set<{ untilMs: number; late: () => void }>();

setInterval(() => {
  const nowMs = performance.now();
  for (const body of arriving) {
    if (body.untilMs > nowMs) break;
    arriving.delete(body);
    body.late();
  }
}, 1000).unref();

/** The whole body as it was sent, up to `limit` bytes. */
export function readBytes(req: IncomingMessage, limit: number): Promise<Buffer> {
  const declared = Number(req.headers['content-length'] ?? 0);
  return new Promise<Buffer>((resolve, reject) => {
    if (declared > limit) {
      reject(tooLarge(limit));
      return;
    }
    let first: Buffer | null = null;
    let more: Buffer[] | null = null;
    let size = 0;
    const fail = (error: AppError) => {
      arriving.delete(waiting);
      req.removeAllListeners('data');
      reject(error);
    };
    const broken = () => fail(new AppError('malformed', 'The connection broke while the body arrived.'));
    const waiting = {
      untilMs: performance.now() + BODY_TIMEOUT_MS,
      late: () => fail(new AppError('timeout', 'The body did not arrive within 60 s.')),
    };
    arriving.add(waiting);
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        fail(tooLarge(limit));
        return;
      }
      if (first === null) first = chunk;
      else if (more) more.push(chunk);
      else more = [first, chunk];
    });
    req.on('end', () => {
      arriving.delete(waiting);
      resolve(more ? Buffer.concat(more) : (first ?? Buffer.alloc(0)));
    });
    req.on('error', broken);
    req.on('aborted', broken);
  });
}

async function unpack(bytes: Buffer, coding: string, limit: number): Promise<Buffer> {
  const unpacker = coding === 'gzip' ? gunzip : coding === 'deflate' ? inflate : null;
  if (!unpacker)
    throw new AppError('unsupported_media_type', 'The content encoding must be gzip, deflate or identity.');
  try {
    return await unpacker(bytes, { maxOutputLength: limit });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw new AppError('malformed', `The ${coding} stream of the body is broken or cut off.`);
  }
}

/** JSON in which long integers keep their digits (as marked texts). */
export function readJson(bytes: Buffer): unknown {
  parseGuard(bytes);
  if (bytes.length === 0) throw new AppError('malformed', 'The body is empty; it must be JSON.');
  const text = decode(bytes);
  try {
    return JSON.parse(markLongIntegers(text));
  } catch {
    throw new AppError('malformed', `The body is no JSON: ${whereJsonFails(text)}.`, { reason: 'bad_json' });
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new AppError('malformed', 'The body is not valid UTF-8.');
  }
}

const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);
const MAX_NESTING = 32;

/** Counts nesting on the bytes, outside texts, before any parser sees them. */
function parseGuard(bytes: Buffer) {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (inText) {
      if (byte === 0x5c) i += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (OPEN.has(byte)) {
      if (++depth > MAX_NESTING)
        throw new AppError('malformed', `The body is nested deeper than ${MAX_NESTING} levels.`);
    } else if (CLOSE.has(byte)) depth -= 1;
  }
}

/** Content types of the Open Inference protocol: none, JSON, octet-stream, and anything with an inference header. */
export function requireContentType(req: IncomingMessage, more: readonly string[] = []): void {
  const given = req.headers['content-type'];
  if (given === 'application/json') return;
  const type = given?.split(';')[0]?.trim().toLowerCase();
  if (
    !type ||
    type === 'application/json' ||
    type === 'application/octet-stream' ||
    req.headers['inference-header-content-length'] !== undefined ||
    more.includes(type)
  )
    return;
  throw new AppError(
    'unsupported_media_type',
    `The content type ${type.slice(0, 80)} is not taken; send application/json${more.length > 0 ? ` or ${more.join(', ')}` : ''}.`,
  );
}
