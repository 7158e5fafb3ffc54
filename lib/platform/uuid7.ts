import { randomBytes, randomFillSync } from 'node:crypto';

const POOL = Buffer.alloc(8 * 512);
let used = POOL.length;
let lastMs = 0;
let sequence = 0;
/** Whose digits stand in the text. */
let writtenMs = -1;

const hex = (buffer: Buffer) => {
  const text = buffer.toString('hex');
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
};

const DIGITS = Buffer.from('0123456789abcdef');
const text = Buffer.alloc(36, '-');
/** Where the digits of each byte stand in the text. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

function put(at: number, byte: number) {
  text[at] = DIGITS[byte >> 4] ?? 0;
  text[at + 1] = DIGITS[byte & 0xf] ?? 0;
}

/** A UUIDv7 (RFC 9562) that grows within the process: 48 bits of milliseconds, 12 of a sequence, 62 random. */
export function uuid7(nowMs: number = Date.now()): string {
  if (used === POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  if (nowMs > lastMs) {
    lastMs = nowMs;
    sequence = 0;
  } else if (++sequence > 0xfff) {
    lastMs += 1;
    sequence = 0;
  }
  if (lastMs !== writtenMs) {
    writtenMs = lastMs;
    let rest = lastMs;
    for (let byte = 5; byte >= 0; byte--) {
      put(PLACES[byte] ?? 0, rest % 256);
      rest = Math.floor(rest / 256);
    }
  }
  put(14, 0x70 | (sequence >> 8));
  put(16, sequence & 0xff);
  put(19, 0x80 | ((POOL[used] ?? 0) & 0x3f));
  for (let byte = 1; byte < 8; byte++) put(PLACES[8 + byte] ?? 0, POOL[used + byte] ?? 0);
  used += 8;
  return text.toString('latin1');
}

/** A UUIDv7 of any moment, apart from those that the process gives out in order. */
export function uuid7At(ms: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Math.floor(ms), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return hex(bytes);
}

/** The smallest UUIDv7 of a millisecond: bounds of time ranges over ids. */
export function uuid7Floor(ms: number): string {
  const low = Buffer.alloc(16);
  low.writeUIntBE(Math.max(0, Math.floor(ms)), 0, 6);
  return hex(low);
}

/** The id after one, so that a read goes on behind it. */
export function uuidAfter(uuid: string): string {
  const digits = (BigInt(`0x${uuid.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The millisecond inside a UUIDv7. */
export const uuid7Time = (uuid: string): number => Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => UUID.test(text);
