import { expect, test } from 'vitest';
import { applySingleFeatureMean, fitSingleFeatureMean } from './single-feature-mean';
import type { FeatureColumn } from './single-feature-rule';

const numbers = (name: string, values: (number | null)[]): FeatureColumn => ({ name, kind: 'number', values });
const texts = (name: string, values: (string | null)[]): FeatureColumn => ({ name, kind: 'category', values });

test('takes the column whose means are nearest, and the mean of all where a value is missing or new', () => {
  const rule = fitSingleFeatureMean(
    [numbers('noise', [1, 2, 1, 2]), numbers('size', [1, 1, 2, 2]), texts('kind', ['a', 'a', 'b', 'b'])],
    [0, 0, 4, 4],
  );
  expect(rule).toMatchObject({ column: 'size', trainMae: 0, otherwise: 2 });
  expect(rule && [1, 2, 9, null].map((value) => applySingleFeatureMean(rule, value))).toEqual([0, 4, 4, 2]);
  const kinds = fitSingleFeatureMean([texts('kind', ['a', 'a', 'b', null])], [1, 3, 8, 8]);
  expect(kinds && ['a', 'b', 'c'].map((value) => applySingleFeatureMean(kinds, value))).toEqual([2, 8, 5]);
});

test('is null without rows and where no column varies', () => {
  expect(fitSingleFeatureMean([numbers('a', [])], [])).toBeNull();
  expect(fitSingleFeatureMean([numbers('a', [3, 3]), texts('b', ['x', 'x'])], [1, 2])).toBeNull();
});

test('ten bands follow a curve that one cut could not', () => {
  const values = Array.from({ length: 100 }, (_, i) => i);
  const labels = values.map((value) => (value - 50) ** 2);
  const rule = fitSingleFeatureMean([numbers('x', values)], labels);
  expect(rule?.means.size).toBe(10);
  expect(rule?.trainMae).toBeLessThan(250);
});
