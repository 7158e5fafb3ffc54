import { expect, test } from 'vitest';
import { crossValidate } from './cross-validate';
import { madeRows } from './fixtures/made-rows';
import { permutationImportance } from './permutation-importance';
import { foldRows, holdOut, type SplitBy } from './split-rows';
import { trainModel } from './train-model';
import type { TrainingSettings } from './training-settings';

const rows = Uint32Array.from({ length: 9 }, (_, row) => row);
const RIDGE: TrainingSettings = { algorithm: 'ridge', task: 'regression', seed: 1 };

test('folds by time learn from all that came before', () => {
  const times = Float64Array.of(5, 5, 1, 2, 3, 4, 6, 7, 8);
  const folds = foldRows({ times }, rows, { folds: 2, by: 'time', seed: 1 });
  expect(folds.map(({ learnt, held }) => [[...learnt], [...held]])).toEqual([
    [
      [2, 3, 4],
      [0, 1, 5],
    ],
    [
      [0, 1, 2, 3, 4, 5],
      [6, 7, 8],
    ],
  ]);
});

test.each(['group', 'random'] as const)('folds by %s judge every row once', (by) => {
  const groups = ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd', null];
  const folds = foldRows({ groups }, rows, { folds: 3, by, seed: 4 });
  expect(folds.flatMap(({ held }) => [...held]).sort((a, b) => a - b)).toEqual([...rows]);
  for (const { learnt, held } of folds) {
    expect([...learnt, ...held].sort((a, b) => a - b)).toEqual([...rows]);
    const here = new Set(Array.from(held, (row) => groups[row]));
    if (by === 'group') expect(Array.from(learnt, (row) => groups[row]).filter((group) => here.has(group))).toEqual([]);
  }
});

test('holds out the last rows, never a part of one time, and never all', () => {
  const times = Float64Array.of(1, 1, 1, 1, 2, 2, 3, 3, 3);
  const held = (share: number, by: SplitBy = 'time') => [...holdOut({ times }, rows, { share, by, seed: 1 }).held];
  expect(held(0.1)).toEqual([6, 7, 8]);
  expect(held(0.5)).toEqual([4, 5, 6, 7, 8]);
  expect(held(0.9)).toEqual([4, 5, 6, 7, 8]);
  expect(held(1 / 3, 'random')).toHaveLength(3);
  expect(() => holdOut({}, rows, { share: 0.1, by: 'group', seed: 1 })).toThrow('no_groups');
  const alike = { times: new Float64Array(9) };
  expect(() => holdOut(alike, rows, { share: 0.1, by: 'time', seed: 1 })).toThrow('too_few_groups');
});

test('gives the metrics of each fold with their mean and deviation', async () => {
  const { columns, signal } = madeRows(600, 5);
  const times = Float64Array.from(signal.keys());
  const found = await crossValidate({ columns, target: signal, times }, RIDGE, { folds: 4 });
  expect(found.by).toBe('time');
  expect(found.folds.map(({ learnt, judged }) => [learnt, judged])).toEqual([
    [120, 120],
    [240, 120],
    [360, 120],
    [480, 120],
  ]);
  const values = found.folds.map(({ metrics }) => metrics.rmse ?? Number.NaN);
  const mean = values.reduce((sum, value) => sum + value, 0) / 4;
  expect(found.metrics.rmse?.mean).toBeCloseTo(mean, 12);
  expect(mean).toBeLessThan(1.5);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  expect(found.metrics.rmse?.deviation).toBeCloseTo(Math.sqrt(squares / 3), 12);
});

test('a class that an early fold has not met is answered with 0 there', async () => {
  const { columns, signal } = madeRows(400, 5);
  const times = Float64Array.from(signal.keys());
  const target = signal.map((value, row) => (row > 350 ? 'new' : value > 12 ? 'high' : 'low'));
  const settings: TrainingSettings = { algorithm: 'logistic', task: 'classification', seed: 1 };
  const seen = new Set<number>();
  const report = ({ fold }: { fold: number }) => void seen.add(fold);
  const { folds } = await crossValidate({ columns, target, times }, settings, { folds: 3 }, { report });
  expect([...seen]).toEqual([1, 2, 3]);
  expect(folds[1]?.metrics.logLoss).toBeLessThan(0.5);
  expect(folds[2]?.metrics.logLoss).toBeGreaterThan(10);
});

test('a column that matters is important, and one that is noise is not', async () => {
  const { columns, signal } = madeRows(900, 5);
  const noise = { name: 'noise', values: madeRows(900, 6).signal };
  const table = { columns: [...columns, noise], target: signal };
  const model = await trainModel(table, { algorithm: 'gradient-boosting', task: 'regression', seed: 1 });
  const fresh = madeRows(500, 11);
  const judged = {
    columns: [...fresh.columns, { name: 'noise', values: madeRows(500, 12).signal }],
    target: fresh.signal,
  };
  const steps = permutationImportance(model, judged, { repeats: 5, seed: 2 });
  let step = steps.next();
  while (!step.done) step = steps.next();
  const means = Object.fromEntries(step.value.map(({ column, mean }) => [column, mean]));
  expect(step.value[0]?.column).toBe('city');
  expect(means.city).toBeGreaterThan(1);
  expect(Math.abs(means.noise ?? Number.NaN)).toBeLessThan(0.1);
  expect(Object.keys(means)).not.toContain('never');
});
