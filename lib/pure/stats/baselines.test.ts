import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { accuracy } from './accuracy';
import { classScores, macroF1 } from './class-scores';
import { confusionMatrix } from './confusion-matrix';
import { majorityBaseline } from './majority-baseline';
import { meanBaseline } from './mean-baseline';
import { regressionErrors } from './regression-errors';
import {
  applySingleFeatureRule,
  evaluateSingleFeatureRule,
  type FeatureColumn,
  fitSingleFeatureRule,
} from './single-feature-rule';

test('answers with the most frequent label', () => {
  expect(majorityBaseline(['a', 'a', 'b'], ['a', 'b'])).toEqual({ label: 'a', accuracy: 0.5 });
  expect(majorityBaseline([2, 1], [2])).toEqual({ label: 2, accuracy: 1 });
  expect(majorityBaseline([], ['a'])).toBeNull();
  expect(accuracy([], [])).toBeNaN();
});

test('answers with the mean', () => {
  expect(meanBaseline([1, 3], [2, 4])?.errors.mae).toBe(1);
  expect(meanBaseline([1, 3], [1, 3])?.errors.r2).toBe(0);
  expect(meanBaseline([], [1])).toBeNull();
});

test('gives the example of the regression errors, and their edges', () => {
  const errors = regressionErrors([1, 2, 3], [1, 2, 5]);
  expect([errors.mae, errors.rmse, errors.r2].map((value) => value.toFixed(4))).toEqual([
    '0.6667',
    '1.1547',
    '-1.0000',
  ]);
  expect(regressionErrors([5, 5], [5, 5]).r2).toBe(1);
  expect(regressionErrors([5, 5], [5, 6]).r2).toBe(0);
  expect(regressionErrors([], []).mae).toBeNaN();
  expect(regressionErrors([1], [1]).r2).toBeNaN();
});

test('gives the examples of the confusion matrix and F1', () => {
  const matrix = confusionMatrix(['a', 'b', 'b'], ['a', 'a', 'b']);
  expect(matrix).toEqual({
    classes: ['a', 'b'],
    counts: [
      [1, 0],
      [1, 1],
    ],
  });
  expect(classScores(matrix)[0]).toMatchObject({ precision: 0.5, recall: 1, support: 1 });
  expect(macroF1(matrix)).toBeCloseTo(2 / 3, 12);
  expect(confusionMatrix(['a', 'b'], ['a', 'x'], ['a', 'b']).counts).toEqual([
    [1, 0],
    [0, 0],
  ]);
});

test('finds one threshold', () => {
  const columns: FeatureColumn[] = [{ name: 'x', kind: 'number', values: [1, 2, 3, 4] }];
  const rule = fitSingleFeatureRule(columns, ['a', 'a', 'b', 'b']);
  expect(rule).toEqual({
    kind: 'threshold',
    column: 'x',
    threshold: 2.5,
    below: 'a',
    above: 'b',
    otherwise: 'a',
    trainAccuracy: 1,
  });
  expect(rule && [2.5, 2.6, null, Number.NaN].map((value) => applySingleFeatureRule(rule, value))).toEqual([
    'a',
    'b',
    'a',
    'a',
  ]);
});

test('finds one answer per category, safe against names of object parts', () => {
  const columns: FeatureColumn[] = [{ name: 'c', kind: 'category', values: ['toString', '__proto__', 'x', 'x', null] }];
  const rule = fitSingleFeatureRule(columns, ['p', 'q', 'q', 'q', 'p']);
  expect(rule?.trainAccuracy).toBe(0.8);
  expect(
    rule && ['toString', '__proto__', 'constructor', null].map((value) => applySingleFeatureRule(rule, value)),
  ).toEqual(['p', 'q', 'q', 'q']);
});

test('has no rule for constants, for nothing, and for columns that only name the rows', () => {
  const ids: FeatureColumn = { name: 'id', kind: 'category', values: Array.from({ length: 60 }, (_, i) => `${i}`) };
  const labels = ids.values.map((_, i) => (i % 2 ? 'a' : 'b'));
  expect(fitSingleFeatureRule([ids], labels)).toBeNull();
  expect(fitSingleFeatureRule([{ name: 'x', kind: 'number', values: [1, 1] }], ['a', 'b'])).toBeNull();
  expect(fitSingleFeatureRule([], [])).toBeNull();
});

test('reaches the known accuracy on iris with one petal threshold', () => {
  const path = new URL('../onnx/fixtures/iris_logreg_zipmap/train.csv', import.meta.url);
  const [header = [], ...rows] = parse(readFileSync(path)) as string[][];
  const half = (remainder: number) => rows.filter((_, i) => i % 2 === remainder);
  const columns = (part: string[][]): FeatureColumn[] =>
    header.slice(0, 4).map((name, c) => ({ name, kind: 'number', values: part.map((row) => Number(row[c])) }));
  const labels = (part: string[][]): string[] => part.map((row) => row[4] ?? '');
  const rule = fitSingleFeatureRule(columns(half(0)), labels(half(0)));
  expect(rule?.column).toMatch(/^petal/);
  expect(rule && evaluateSingleFeatureRule(rule, columns(half(1)), labels(half(1)))).toBeGreaterThan(0.55);
});
