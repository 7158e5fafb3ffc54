import { createHash } from 'node:crypto';
import type { DatasetCell } from './schema';

const hash64 = (text: string): bigint => createHash('sha256').update(text).digest().readBigUInt64BE();

/** Whole numbers as they are, others as the nearest 32-bit float: a model may have been sent them so. */
function plain(cell: DatasetCell): string | null {
  if (cell === null || typeof cell === 'string') return cell;
  if (typeof cell === 'boolean' || Number.isSafeInteger(cell)) return String(cell);
  return String(Math.fround(cell));
}

/**
 * A hash of a row by its features, 64 bits, in whatever order they are named: a row of the log and a row of a file that say the same have
 * the same. Example: features ['b', 'a'] of the row {a: 1, b: 'x'} give what ['a', 'b'] give.
 */
export const rowHash = (features: readonly string[], cellOf: (name: string) => DatasetCell): bigint =>
  hash64(JSON.stringify(features.toSorted().map((name) => plain(cellOf(name)))));

/** A hash of what a row is about, by the cells of its entity columns in their order; null where none has a value. */
export const entityHash = (cells: readonly DatasetCell[]): bigint | null =>
  cells.every((cell) => cell === null) ? null : hash64(JSON.stringify(cells.map(plain)));

/** Hashes that are collected as they come. */
export class HashList {
  #values = new BigUint64Array(1024);
  #length = 0;

  add(hash: bigint): void {
    if (this.#length === this.#values.length) {
      const larger = new BigUint64Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = hash;
    this.#length += 1;
  }

  /** All of them without repetition, upwards. */
  sorted(): BigUint64Array {
    const all = this.#values.slice(0, this.#length).sort();
    let kept = 0;
    for (const [i, hash] of all.entries()) {
      if (i > 0 && hash === all[i - 1]) continue;
      all[kept] = hash;
      kept += 1;
    }
    return all.slice(0, kept);
  }
}

export interface HashSets {
  rows: BigUint64Array;
  entities: BigUint64Array;
}

/** Both sets as bytes: how many hashes each has, then the hashes, 64 bits each, little-endian. */
export function packHashes({ rows, entities }: HashSets): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(8 * (2 + rows.length + entities.length)));
  bytes.setBigUint64(0, BigInt(rows.length), true);
  bytes.setBigUint64(8, BigInt(entities.length), true);
  for (const [i, hash] of rows.entries()) bytes.setBigUint64(8 * (2 + i), hash, true);
  for (const [i, hash] of entities.entries()) bytes.setBigUint64(8 * (2 + rows.length + i), hash, true);
  return new Uint8Array(bytes.buffer);
}

export function unpackHashes(bytes: Uint8Array): HashSets {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (i: number) => view.getBigUint64(8 * i, true);
  const [rows, entities] = [Number(at(0)), Number(at(1))];
  const read = (from: number, count: number) => BigUint64Array.from({ length: count }, (_, i) => at(from + i));
  return { rows: read(2, rows), entities: read(2 + rows, entities) };
}

/** Whether a sorted set has a hash. */
export function hasHash(sorted: BigUint64Array, hash: bigint): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0n) < hash) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && sorted[low] === hash;
}
