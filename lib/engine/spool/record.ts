import { crc32 } from 'node:zlib';

/** Framing of the spool: `u32 length | u32 CRC-32 of the payload | payload`, little-endian. */
export const RECORD_HEADER_BYTES = 8;
const MAX_RECORD_BYTES = 256 * 1024 * 1024;

/** Records as they lie in a segment, one after the other. Throws RangeError for an empty payload. */
export function frameRecords(payloads: readonly Buffer[]): Buffer {
  let size = 0;
  for (const payload of payloads) size += RECORD_HEADER_BYTES + payload.length;
  const frames = Buffer.allocUnsafe(size);
  let at = 0;
  for (const payload of payloads) {
    if (payload.length === 0) throw new RangeError('a record holds one byte at least');
    frames.writeUInt32LE(payload.length, at);
    frames.writeUInt32LE(crc32(payload), at + 4);
    frames.set(payload, at + RECORD_HEADER_BYTES);
    at += RECORD_HEADER_BYTES + payload.length;
  }
  return frames;
}

export interface ReadRecords {
  payloads: Buffer[];
  /** Bytes up to the end of the last whole record. */
  consumed: number;
  /** `torn`: the bytes end inside a record; `corrupt`: a record's checksum does not fit, nothing after it can be trusted. */
  end: 'clean' | 'torn' | 'corrupt';
}

/** Whole records of a buffer, from its start. Never throws: bytes that are no record end the reading. */
export function readRecords(bytes: Buffer, limits: { maxRecords: number; maxBytes: number }): ReadRecords {
  const payloads: Buffer[] = [];
  let at = 0;
  while (payloads.length < limits.maxRecords && at < limits.maxBytes) {
    if (bytes.length - at < RECORD_HEADER_BYTES)
      return { payloads, consumed: at, end: at === bytes.length ? 'clean' : 'torn' };
    const length = bytes.readUInt32LE(at);
    // Zeros that a file system left behind after a crash would pass for records without bytes: their checksum is 0.
    if (length === 0 || length > MAX_RECORD_BYTES) return { payloads, consumed: at, end: 'corrupt' };
    if (bytes.length - at - RECORD_HEADER_BYTES < length) return { payloads, consumed: at, end: 'torn' };
    const payload = bytes.subarray(at + RECORD_HEADER_BYTES, at + RECORD_HEADER_BYTES + length);
    if (crc32(payload) !== bytes.readUInt32LE(at + 4)) return { payloads, consumed: at, end: 'corrupt' };
    payloads.push(payload);
    at += RECORD_HEADER_BYTES + length;
  }
  return { payloads, consumed: at, end: 'clean' };
}
