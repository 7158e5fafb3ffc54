import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A link's secret: 32 random bytes, base64url. */
export const makeSecretText = (): string => randomBytes(32).toString('base64url');

/** SHA-256 in hex: what is stored. At 256 bits of entropy no slow hash is needed. */
export const hashSecretText = (text: string): string => createHash('sha256').update(text).digest('hex');

export function isSecretOf(text: string, hash: string): boolean {
  const given = Buffer.from(hashSecretText(text), 'hex');
  const kept = Buffer.from(hash, 'hex');
  return given.length === kept.length && timingSafeEqual(given, kept);
}
