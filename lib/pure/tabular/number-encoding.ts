import { gzipSync } from 'node:zlib';

export type NumberEncoding = 'PLAIN' | 'BYTE_STREAM_SPLIT' | 'RLE_DICTIONARY';

/** Values that are packed to see how small they become: as many floats as gzip looks back on. */
const SAMPLE = 8192;

/**
 * The encoding in which a Parquet column of floats or doubles becomes smallest once it is packed, null left out. Full precision packs best
 * byte by byte (BYTE_STREAM_SPLIT: all first bytes, then all second ones), few different values as a dictionary, and what lies between, such
 * as four decimals, as it stands. No rule of thumb tells them apart, so some are packed each way, at gzip's fastest level.
 * Edge cases: PLAIN where there is nothing to encode; no dictionary where there is -0, which it takes for 0.
 * Example: 20,000 random floats have BYTE_STREAM_SPLIT, and rounded to a tenth RLE_DICTIONARY.
 */
export function numberEncoding(values: readonly (number | null)[], kind: 'float' | 'double'): NumberEncoding {
  const present = values.filter((value) => value !== null);
  const from = Math.max(0, (present.length - SAMPLE) >> 1);
  const sample = bytesOf(present.slice(from, from + SAMPLE), kind);
  const share = Math.max(1, present.length / SAMPLE);
  const sizes: [NumberEncoding, number][] = [
    ['PLAIN', share * packedSize(sample)],
    ['BYTE_STREAM_SPLIT', share * packedSize(splitBytes(sample, kind === 'float' ? 4 : 8))],
    ['RLE_DICTIONARY', dictionarySize(present, kind)],
  ];
  return sizes.reduce((best, one) => (one[1] < best[1] ? one : best))[0];
}

/** Infinite where most values are different ones. */
function dictionarySize(values: readonly number[], kind: 'float' | 'double'): number {
  const places = new Map<number, number>();
  const indexes = new Uint32Array(values.length);
  for (const [at, value] of values.entries()) {
    const place = places.get(value) ?? places.size;
    places.set(value, place);
    indexes[at] = place;
    if (2 * places.size > values.length + 1 || Object.is(value, -0)) return Number.POSITIVE_INFINITY;
  }
  // Indexes take their bits, or less where one is repeated.
  const bits = Math.ceil(Math.log2(Math.max(1, places.size)));
  const indexBytes = Math.min((values.length * bits) / 8, packedSize(new Uint8Array(indexes.buffer)));
  return packedSize(bytesOf(places.keys(), kind)) + indexBytes;
}

const bytesOf = (numbers: Iterable<number>, kind: 'float' | 'double') =>
  new Uint8Array((kind === 'float' ? Float32Array : Float64Array).from(numbers).buffer);

const packedSize = (bytes: Uint8Array): number => gzipSync(bytes, { level: 1 }).length;

/** All first bytes of values that are `width` wide, then all second ones, and so on. */
function splitBytes(bytes: Uint8Array, width: number): Uint8Array {
  const split = new Uint8Array(bytes.length);
  const count = bytes.length / width;
  for (let place = 0; place < width; place += 1)
    for (let at = 0; at < count; at += 1) split[place * count + at] = bytes[at * width + place] ?? 0;
  return split;
}
