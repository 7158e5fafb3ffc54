import { expect, test } from 'vitest';
import { isGain } from './paired-gain';

test('gains that are above 0 by more than chance are some, and fewer than five never are', () => {
  expect(isGain([1, 2, 1, 2, 1])).toBe(true);
  expect(isGain([1, -1, 1, -1, 1])).toBe(false);
  expect(isGain([-1, -2, -1, -2, -1])).toBe(false);
  expect(isGain([9, 9, 9, 9])).toBe(false);
  expect(isGain(new Array(28).fill(0))).toBe(false);
});

test('the limit is that of the paired t-test, one-sided at 1 %', () => {
  // Mean 1, deviation 1, n = 10: t is 3.162, and the limit for 9 degrees of freedom 2.821.
  const around = (mean: number) => [-1, 1, -1, 1, -1, 1, -1, 1, -1, 1].map((z) => mean + z * Math.sqrt(0.9));
  const limit = 2.821 / Math.sqrt(10);
  expect(isGain(around(limit + 0.001))).toBe(true);
  expect(isGain(around(limit - 0.001))).toBe(false);
});
