import { createHash } from 'node:crypto';
import type { StoredAnswer } from '@/lib/domain/serving';
import { AppError } from '@/lib/platform/errors';
import type { Gateway } from './gateway';

const MAX_KEY_LENGTH = 255;

/** The key as it came, or null where none did. Throws `malformed`. */
export function readIdempotencyKey(given: unknown): string | null {
  if (given === undefined || given === null) return null;
  if (typeof given !== 'string' || given.length === 0 || given.length > MAX_KEY_LENGTH)
    throw new AppError('malformed', `The Idempotency-Key has 1 to ${MAX_KEY_LENGTH} characters.`);
  return given;
}

export interface IdempotentCall {
  key: string;
  hash: string;
}

/** What tells two calls with one key apart: where they go and what they carry. */
export const idempotentCall = (key: string, place: string, body: Uint8Array | string): IdempotentCall => ({
  key,
  hash: createHash('sha256').update(`${place}\n`).update(body).digest('hex'),
});

/** The stored answer of an earlier call with this key, or null for a new one, which ends with `settle` or `release`. */
export async function beginIdempotent(
  gateway: Gateway,
  projectId: string,
  { key, hash }: IdempotentCall,
): Promise<StoredAnswer | null> {
  const begun = await gateway.tools.keys.begin(projectId, key, hash, Date.now());
  if (begun.kind === 'replay')
    return { ...begun.answer, headers: { ...begun.answer.headers, 'idempotent-replayed': 'true' } };
  if (begun.kind === 'conflict')
    throw new AppError('conflict', 'This Idempotency-Key was used with another body.', {
      reason: 'idempotency_conflict',
    });
  if (begun.kind === 'in-flight')
    throw new AppError('conflict', 'The first call with this Idempotency-Key is not answered yet.', {
      reason: 'idempotency_in_flight',
      retryAfter: 1,
    });
  return null;
}
