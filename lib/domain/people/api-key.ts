import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_LENGTH = 40;

const base62 = (value: number, length: number) => {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 62)) text = ALPHABET[rest % 62] + text;
  return text;
};

const checksum = (text: string) => base62(crc32(text), 6);

/** A new key: `imp_`, 40 random characters of base 62 (238 bits), 6 characters of CRC-32 so that typos need no database. */
export function makeKeyText(): string {
  let secret = '';
  while (secret.length < SECRET_LENGTH) {
    for (const byte of randomBytes(64)) if (byte < 248 && secret.length < SECRET_LENGTH) secret += ALPHABET[byte % 62];
  }
  return `imp_${secret}${checksum(secret)}`;
}

/** Whether a text has the form and the checksum of a key. */
export function isKeyText(text: string): boolean {
  const match = /^imp_([0-9A-Za-z]{40})([0-9A-Za-z]{6})$/.exec(text);
  return match !== null && checksum(match[1] ?? '') === match[2];
}

/** SHA-256 of the whole key, hex: what is stored. At 238 bits of entropy no slow hash is needed. */
export const hashKeyText = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The key of an Authorization header, or null; throws nothing. */
export function bearerOf(header: string | null | undefined): string | null {
  const match = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(header ?? '');
  return match?.[1] ?? null;
}
