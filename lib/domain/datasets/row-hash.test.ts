import { expect, test } from 'vitest';
import { entityHash, HashList, hasHash, packHashes, rowHash, unpackHashes } from './row-hash';
import type { DatasetCell } from './schema';

const cellOf = (row: Record<string, DatasetCell>) => (name: string) => row[name] ?? null;

test('a row of the log and one of a file that say the same have one hash, whatever order columns have', () => {
  // What a model takes as a 32-bit float stands in a file as it was written.
  const file = rowHash(['age', 'share'], cellOf({ age: 41, share: 0.1 }));
  expect(rowHash(['share', 'age'], cellOf({ share: Math.fround(0.1), age: 41 }))).toBe(file);
  expect(rowHash(['age', 'share'], cellOf({ age: '41', share: 0.1 }))).toBe(file);
  expect(rowHash(['age', 'share'], cellOf({ age: 41, share: 0.2 }))).not.toBe(file);
  expect(rowHash(['age', 'share'], cellOf({ age: 41 }))).not.toBe(file);
});

test('rows without an entity have none, and columns do not run into each other', () => {
  expect(entityHash([null, null])).toBeNull();
  expect(entityHash(['ab', 'c'])).not.toBe(entityHash(['a', 'bc']));
});

test('sets are sorted, without repetition, found again and the same after packing', () => {
  const list = new HashList();
  const hashes = Array.from({ length: 5000 }, (_, i) => rowHash(['i'], () => i % 1500));
  for (const hash of hashes) list.add(hash);
  const rows = list.sorted();
  expect(rows).toHaveLength(1500);
  const packed = packHashes({ rows, entities: BigUint64Array.from([7n, 9n]) });
  const { rows: read, entities } = unpackHashes(packed);
  expect(read).toEqual(rows);
  expect([...entities]).toEqual([7n, 9n]);
  expect(hashes.every((hash) => hasHash(read, hash))).toBe(true);
  expect([0n, 1n, 2n ** 64n - 1n].some((hash) => hasHash(read, hash))).toBe(false);
});
