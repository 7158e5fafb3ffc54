import type { z } from 'zod';
import { whereJsonFails } from '@/lib/pure/protocols/json-fault';
import { AppError } from '../errors';

/** Reads a body up to `limit` bytes; more is 413 before it is kept. */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? '0');
  const tooLarge = () =>
    new AppError('too_large', `The body is larger than the limit of ${Math.round(limit / 1024)} KB.`);
  if (declared > limit) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      throw tooLarge();
    }
    parts.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const MAX_NESTING = 32;

/** Nesting is counted on the text, so that a deep document never reaches a recursive parser. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92) i++;
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 91 || c === 123) {
      if (++depth > MAX_NESTING) return true;
    } else if (c === 93 || c === 125) depth--;
  }
  return false;
}

/** JSON of a body, or a 400 in our own words. */
export function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) throw new AppError('malformed', 'The body is empty; it must be JSON.');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new AppError('malformed', 'The body is not valid UTF-8.');
  }
  if (isTooDeep(text)) throw new AppError('malformed', `The body is nested deeper than ${MAX_NESTING} levels.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('malformed', `The body is no JSON: ${whereJsonFails(text)}.`);
  }
}

export const isJson = (request: Request): boolean =>
  /^application\/([\w.+-]+\+)?json\b/i.test(request.headers.get('content-type') ?? '');

/** JSON of a body held against a schema, for operations that take bytes or JSON. Throws 422 for what does not fit. */
export const readJsonAs = async <S extends z.ZodType>(
  request: Request,
  schema: S,
  limit: number,
): Promise<z.infer<S>> => jsonAs(await readBody(request, limit), schema);

/** The same of bytes that were read. */
export function jsonAs<S extends z.ZodType>(bytes: Uint8Array, schema: S): z.infer<S> {
  const result = schema.safeParse(parseJson(bytes));
  if (result.success) return result.data;
  const invalidParams = result.error.issues.map((issue) => ({
    name: issue.path.join('.') || 'body',
    reason: issue.message,
  }));
  const first = invalidParams[0];
  throw new AppError('invalid_input', first ? `${first.name}: ${first.reason}` : 'The content does not fit.', {
    invalidParams,
  });
}
