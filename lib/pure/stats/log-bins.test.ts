import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logBinBounds, logBinIndex } from './log-bins';

test('gives the examples of the doc comments', () => {
  expect([0, -0, 1, -2, Number.NaN].map(logBinIndex)).toEqual([0, 0, 4089, -4093, Number.NaN]);
  expect(logBinBounds(4089)).toEqual({ low: 1, high: 2 ** 0.25 });
  expect(logBinBounds(-4089)).toEqual({ low: -(2 ** 0.25), high: -1 });
  expect(logBinBounds(0)).toEqual({ low: 0, high: 0 });
});

test('puts every number inside the bounds of its bin', () => {
  const property = fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
    const { low, high } = logBinBounds(logBinIndex(value));
    if (value > 0) expect(low <= value && value < high).toBe(true);
    else if (value < 0) expect(low < value && value <= high).toBe(true);
    expect(logBinIndex(-value)).toBeCloseTo(-logBinIndex(value), 12);
  });
  fc.assert(property, { seed: 14, numRuns: 2_000 });
});

test('orders bins as numbers, infinities outermost', () => {
  const property = fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
    expect(a <= b ? logBinIndex(a) <= logBinIndex(b) : logBinIndex(a) >= logBinIndex(b)).toBe(true);
  });
  fc.assert(property, { seed: 15, numRuns: 2_000 });
  expect(logBinIndex(Number.POSITIVE_INFINITY)).toBe(logBinIndex(Number.MAX_VALUE));
  expect(logBinBounds(logBinIndex(Number.MAX_VALUE)).high).toBe(Number.POSITIVE_INFINITY);
});

test('finds the lower bound of every bin in the bin', () => {
  for (let index = 1; index <= 8_184; index += 1) expect(logBinIndex(logBinBounds(index).low)).toBe(index);
});
