import { expect, test } from 'vitest';
import { jensenShannonDistance } from './jensen-shannon';
import { lInfinityDistance } from './l-infinity';
import { populationStabilityIndex } from './psi';

test('gives the examples of the doc comments', () => {
  expect(populationStabilityIndex([50, 50], [60, 40])).toBeCloseTo(0.04054651081081644, 12);
  expect(jensenShannonDistance([1, 0], [0, 1])).toBe(1);
  expect(jensenShannonDistance([1, 0], [0, 1], 'e')).toBeCloseTo(Math.sqrt(Math.LN2), 12);
  expect(lInfinityDistance([50, 50], [70, 30])).toBeCloseTo(0.2, 12);
});

test('is zero for equal shares of different sizes', () => {
  expect(populationStabilityIndex([10, 20, 30], [100, 200, 300])).toBeCloseTo(0, 12);
  expect(jensenShannonDistance([10, 20, 30], [100, 200, 300])).toBeCloseTo(0, 7);
  expect(lInfinityDistance([10, 20, 30], [100, 200, 300])).toBeCloseTo(0, 12);
});

test('stays finite with empty bins and ignores bins empty on both sides', () => {
  const psi = populationStabilityIndex([10, 0, 90], [0, 10, 90]);
  expect(psi).toBeGreaterThan(0);
  expect(populationStabilityIndex([10, 0, 0, 90], [0, 0, 10, 90])).toBeCloseTo(psi, 12);
});

test('is NaN without observations and refuses different bins', () => {
  expect(populationStabilityIndex([0, 0], [1, 1])).toBeNaN();
  expect(populationStabilityIndex([1, 1], [0, 0], 'evidently')).toBeNaN();
  expect(jensenShannonDistance([1, 1], [0, 0])).toBeNaN();
  expect(lInfinityDistance([0], [1])).toBeNaN();
  expect(() => lInfinityDistance([1], [1, 2])).toThrow(RangeError);
});
