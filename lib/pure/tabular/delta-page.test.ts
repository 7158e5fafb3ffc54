import { expect, test } from 'vitest';
import { measureDelta } from './delta-page';

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const zigzag = (value: number) => varint(value < 0 ? -2 * value - 1 : 2 * value);
/** Integers as one block of one miniblock whose differences take a byte each. */
const packed = (
  values: readonly number[],
  { count = values.length, blockSize = 128, miniblocks = 4, width = 8 } = {},
) => {
  const steps = values.slice(1).map((value, i) => value - (values[i] ?? 0));
  const least = Math.min(0, ...steps);
  const body = Array.from({ length: 32 }, (_, i) => (i < steps.length ? (steps[i] ?? 0) - least : 0));
  return [
    ...[blockSize, miniblocks, count].flatMap(varint),
    ...zigzag(values[0] ?? 0),
    ...(steps.length === 0 ? [] : [...zigzag(least), width, ...new Array(miniblocks - 1).fill(0), ...body]),
  ];
};
const measure = (
  bytes: readonly number[],
  count: number,
  encoding: Parameters<typeof measureDelta>[1]['encoding'] = 'DELTA_BYTE_ARRAY',
  type: 'BYTE_ARRAY' | 'INT32' | 'INT64' | 'DOUBLE' = 'BYTE_ARRAY',
) => measureDelta(Uint8Array.from(bytes), { encoding, type, count });

test('counts what texts share with the one before', () => {
  const text = [...Buffer.from('abcde')];
  expect(measure([...packed([0, 3]), ...packed([3, 2]), ...text], 2)).toBe(8);
  expect(measure([...packed([3, 2]), ...text], 2, 'DELTA_LENGTH_BYTE_ARRAY')).toBe(5);
  expect(measure(packed([1, 5, -3]), 3, 'DELTA_BINARY_PACKED', 'INT64')).toBe(24);
  expect(measure(packed([7]), 1, 'DELTA_BINARY_PACKED', 'INT32')).toBe(4);
});

test('refuses what the decoder would take at its word', () => {
  const text = [...Buffer.from('abcde')];
  const bad: [string, () => unknown][] = [
    [
      'a text that shares more than there was before',
      () => measure([...packed([0, 4]), ...packed([3, 2]), ...text], 2),
    ],
    ['a first text that shares', () => measure([...packed([1]), ...packed([5]), ...text], 1)],
    ['a negative length', () => measure([...packed([3, -2]), ...text], 2, 'DELTA_LENGTH_BYTE_ARRAY')],
    ['texts longer than the page', () => measure([...packed([3, 3]), ...text], 2, 'DELTA_LENGTH_BYTE_ARRAY')],
    ['more values than the page has', () => measure(packed([1, 2], { count: 3 }), 2, 'DELTA_BINARY_PACKED', 'INT32')],
    ['no miniblocks', () => measure(packed([1, 2], { miniblocks: 0 }), 2, 'DELTA_BINARY_PACKED', 'INT32')],
    [
      'miniblocks below zero',
      () => measure([...varint(128), ...[255, 255, 255, 255, 15], 2, 2, 0], 2, 'DELTA_BINARY_PACKED', 'INT32'),
    ],
    [
      'blocks of a thousand million',
      () => measure(packed([1, 2], { blockSize: 2 ** 30 }), 2, 'DELTA_BINARY_PACKED', 'INT32'),
    ],
    [
      'a block that is no multiple of 32',
      () => measure(packed([1, 2], { blockSize: 100 }), 2, 'DELTA_BINARY_PACKED', 'INT32'),
    ],
    ['33 bits of 32', () => measure(packed([1, 2], { width: 33 }), 2, 'DELTA_BINARY_PACKED', 'INT32')],
    ['a block that is cut off', () => measure(packed([1, 2]).slice(0, -1), 2, 'DELTA_BINARY_PACKED', 'INT32')],
    ['an end in the middle of a number', () => measure([128, 128], 2, 'DELTA_BINARY_PACKED', 'INT32')],
    ['a number without an end', () => measure(new Array(30).fill(255), 2, 'DELTA_BINARY_PACKED', 'INT32')],
    ['numbers of another type', () => measure(packed([1, 2]), 2, 'DELTA_BINARY_PACKED', 'DOUBLE')],
    ['texts of another type', () => measure(packed([1, 2]), 2, 'DELTA_BYTE_ARRAY', 'INT32')],
  ];
  for (const [what, run] of bad) expect(run, what).toThrow(RangeError);
});
