import type { DataPageHeader, PageHeader, ParquetType } from 'hyparquet';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';

const INTEGER_BITS: Partial<Record<ParquetType, number>> = { INT32: 32, INT64: 64 };
const BYTE_TYPES: ReadonlySet<ParquetType | undefined> = new Set(['BYTE_ARRAY', 'FIXED_LEN_BYTE_ARRAY']);
const MOST_IN_BLOCK = 1 << 20;

export const DELTA_ENCODINGS = ['DELTA_BINARY_PACKED', 'DELTA_LENGTH_BYTE_ARRAY', 'DELTA_BYTE_ARRAY'] as const;
export type DeltaEncoding = (typeof DELTA_ENCODINGS)[number];

export interface DeltaValues {
  encoding: DeltaEncoding;
  type: ParquetType | undefined;
  /** Values that the page says it has, without nulls. */
  count: number;
}

const fault = (): never => {
  throw new RangeError('a page with a delta encoding says of itself what cannot be');
};

/**
 * How many bytes the values of a page with a delta encoding take, by everything that the page says of itself: block sizes, bit widths, lengths of
 * texts and of what they share with the one before. Nothing of that size is made. Apache Parquet, Encodings.md: delta encoding.
 * Throws RangeError where it says what cannot be, as the decoder takes it at its word.
 * Example: the texts of 3 and then 3 + 2 bytes in DELTA_BYTE_ARRAY make 8 bytes.
 */
export function measureDelta(bytes: Uint8Array, { encoding, type, count }: DeltaValues): number {
  if (encoding === 'DELTA_BINARY_PACKED') {
    const bits = (type && INTEGER_BITS[type]) ?? fault();
    walkPacked(bytes, 0, { count, bits });
    return (count * bits) / 8;
  }
  if (!BYTE_TYPES.has(type)) fault();
  const firsts = new Int32Array(count);
  const afterFirsts = walkPacked(bytes, 0, { count, bits: 32 }, firsts);
  if (encoding === 'DELTA_LENGTH_BYTE_ARRAY') return sumWithin(firsts, bytes.length - afterFirsts);
  const suffixes = new Int32Array(count);
  const end = walkPacked(bytes, afterFirsts, { count, bits: 32 }, suffixes);
  let made = sumWithin(suffixes, bytes.length - end);
  let before = 0;
  for (let i = 0; i < count; i++) {
    const shared = firsts[i] ?? 0;
    if (!(shared >= 0 && shared <= before)) fault();
    before = shared + (suffixes[i] ?? 0);
    made += shared;
  }
  return made;
}

function sumWithin(lengths: Int32Array, most: number): number {
  let sum = 0;
  for (const length of lengths) {
    if (length < 0) fault();
    sum += length;
  }
  return sum <= most ? sum : fault();
}

/** Walks integers in blocks of bit-packed differences, and writes them where they are wanted. Returns where they end. */
function walkPacked(bytes: Uint8Array, start: number, of: { count: number; bits: number }, into?: Int32Array): number {
  let at = start;
  const varint = (): number => {
    let value = 0;
    for (let place = 1; place < 2 ** 70; place *= 128) {
      const byte = bytes[at++] ?? fault();
      value += (byte & 127) * place;
      if (byte < 128) return value;
    }
    return fault();
  };
  // Differences of 64 bits are rounded here, and only walked over.
  const signed = () => {
    const value = varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  };
  const [blockSize, miniblocks, total] = [varint(), varint(), varint()];
  const each = blockSize / miniblocks;
  if (!(blockSize > 0 && blockSize <= MOST_IN_BLOCK && each > 0 && each % 32 === 0) || total !== of.count) fault();
  let value = signed();
  if (into && of.count > 0) into[0] = value;
  let done = Math.min(1, of.count);
  while (done < of.count) {
    const least = signed();
    const widths = at;
    at += miniblocks;
    for (let block = 0; block < miniblocks && done < of.count; block++) {
      const width = bytes[widths + block] ?? fault();
      const end = at + (each * width) / 8;
      if (width > of.bits || end > bytes.length) fault();
      const here = Math.min(each, of.count - done);
      for (let i = 0; into && i < here; i++) {
        value = (value + least + bitsAt(bytes, at * 8 + i * width, width)) | 0;
        into[done + i] = value;
      }
      done += here;
      at = end;
    }
  }
  return at;
}

/** An unsigned number of up to 32 bits, the lowest one first. */
function bitsAt(bytes: Uint8Array, from: number, width: number): number {
  let value = 0;
  for (let read = 0; read < width; ) {
    const offset = (from + read) & 7;
    const taken = Math.min(8 - offset, width - read);
    value += (((bytes[(from + read) >> 3] ?? 0) >> offset) & ((1 << taken) - 1)) * 2 ** read;
    read += taken;
  }
  return value;
}

/** The encoded values of an unpacked page of a plain column, without the levels that say which are null, and how many there are. */
export function valuesOfPage(
  page: Uint8Array,
  header: { v1?: DataPageHeader | undefined; v2?: PageHeader['data_page_header_v2'] },
  isOptional: boolean,
): { bytes: Uint8Array; count: number } {
  if (header.v2) return { bytes: page, count: header.v2.num_values - header.v2.num_nulls };
  const values = header.v1?.num_values ?? 0;
  if (!isOptional) return { bytes: page, count: values };
  const reader = { view: new DataView(page.buffer, page.byteOffset, page.byteLength), offset: 0 };
  const levels = new Array<number>(values);
  readRleBitPackedHybrid(reader, 1, levels);
  return { bytes: page.subarray(reader.offset), count: levels.filter((level) => level === 1).length };
}
