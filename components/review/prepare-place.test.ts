import { expect, test } from 'vitest';
import { placeOf } from './prepare-place';

const numbers = {
  kind: 'number' as const,
  edges: [0, 1, 2],
  counts: [0, 3, 1, 0],
  nulls: 0,
  n: 4,
  min: 0,
  max: 2,
  quantiles: [],
};

test('tells how many rows are lower, inside a bin by its length', () => {
  expect(placeOf(numbers, 0.5)).toEqual({ bars: [1, 1 / 3], at: 0, share: 0.375, kind: 'number', n: 4 });
  expect(placeOf(numbers, 1)).toMatchObject({ at: 1, share: 0.75 });
  expect(placeOf(numbers, 2)).toMatchObject({ at: 1, share: 1 });
});

test('a value beyond all of the reference lies at its end', () => {
  expect(placeOf(numbers, -5)).toMatchObject({ at: 0, share: 0 });
  expect(placeOf(numbers, 9)).toMatchObject({ at: 1, share: 1 });
});

test('tells how many rows have the same category, and that none has a new one', () => {
  const reference = { kind: 'category' as const, categories: ['a', 'b'], counts: [6, 2], other: 2, nulls: 1, n: 11 };
  expect(placeOf(reference, 'b')).toEqual({ bars: [1, 1 / 3], at: 1, share: 0.2, kind: 'category', n: 10 });
  expect(placeOf(reference, 'z')).toMatchObject({ at: null, share: 0 });
});

test('says nothing of what is missing', () => {
  expect(placeOf(numbers, null)).toBeNull();
  expect(placeOf(undefined, 1)).toBeNull();
  expect(placeOf(numbers, 'x')).toBeNull();
});
