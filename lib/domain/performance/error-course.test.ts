import { expect, test, vi } from 'vitest';
import { estimateForward, estimateLoss, learnLoss } from '@/lib/pure/stats/direct-loss';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { normalQuantile } from '@/lib/pure/stats/normal-quantile';
import { countRow } from './count-row';
import { foldOf } from './course-periods';
import { type ErrorDay, type ExpectedLosses, errorCourse } from './error-course';
import { emptyMeasures } from './measures';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1);
const LEARNING = 42;
const ROWS = 120;
/** Trees are grown. */
vi.setConfig({ testTimeout: 30_000 });
const learningMs = [START_MS, START_MS + LEARNING * DAY_MS] as const;

/** The mean size of a normal number of deviation 1. */
const MEAN_SIZE = Math.sqrt(2 / Math.PI);

interface World {
  seed: number;
  /** The middle of the input on a day. */
  middle: (day: number) => number;
  /** Deviation of the truth around the answer at an input. */
  deviation: (input: number, day: number) => number;
  days: number;
}

/** Days of a model whose answer is always 100 + input, and whose errors are known. */
function makeWorld({ seed, middle, deviation, days }: World) {
  const random = mulberry32(seed);
  const rows = { input: [] as number[], idle: [] as number[], answer: [] as number[], error: [] as number[] };
  for (let day = 0; day < days; day += 1)
    for (let row = 0; row < ROWS; row += 1) {
      const input = middle(day) + (random() - 0.5);
      rows.input.push(input);
      rows.idle.push(random());
      rows.answer.push(100 + input);
      rows.error.push(deviation(input, day) * normalQuantile(random() || 1e-12));
    }
  const columnsOf = (from: number, to: number) =>
    [rows.input, rows.idle, rows.answer].map((values) => ({
      kind: 'number' as const,
      values: Float64Array.from(values.slice(from, to)),
    }));
  return { rows, columnsOf };
}

function estimateWorld(world: World): ErrorDay[] {
  const { rows, columnsOf } = makeWorld(world);
  const learnt = LEARNING * ROWS;
  const sizes = Float64Array.from(rows.error, Math.abs);
  const squares = sizes.map((size) => size * size);
  const dayOf = (row: number) => Math.floor(row / ROWS);
  const weeks = Int32Array.from({ length: learnt }, (_, row) => foldOf(dayOf(row) * DAY_MS, 0));
  const forward = new Map<number, ExpectedLosses>();
  const expected = new Map<number, ExpectedLosses>();
  const add = (sums: Map<number, ExpectedLosses>, row: number, name: 'absolute' | 'squares', loss: number) => {
    const sum = sums.get(dayOf(row)) ?? { weight: 0, absolute: 0, squares: 0 };
    sums.set(dayOf(row), sum);
    sum[name] += loss;
    if (name === 'absolute') sum.weight += 1;
  };
  for (const [name, losses] of [
    ['absolute', sizes],
    ['squares', squares],
  ] as const) {
    for (const { places, losses: found } of estimateForward(columnsOf(0, learnt), losses.slice(0, learnt), weeks))
      for (const [k, place] of places.entries()) add(forward, place, name, found[k] ?? Number.NaN);
    const all = estimateLoss(learnLoss(columnsOf(0, learnt), losses.slice(0, learnt)), columnsOf(0, sizes.length));
    for (const [row, loss] of all.entries()) add(expected, row, name, loss);
  }
  return Array.from({ length: world.days }, (_, day) => {
    const measures = emptyMeasures();
    for (let row = day * ROWS; row < (day + 1) * ROWS; row += 1) {
      const answer = rows.answer[row] ?? 0;
      const truth = { label: String(answer - (rows.error[row] ?? 0)), weight: 1, delayMs: 0, isFirst: true };
      countRow(measures, { task: 'regression', value: 'y', unit: '' }, truth, {
        outcome: String(answer),
        scores: null,
      });
    }
    const dayMs = START_MS + day * DAY_MS;
    return { dayMs, rows: ROWS, expected: expected.get(day) ?? null, forward: forward.get(day) ?? null, measures };
  });
}

const courseOf = (world: World) => {
  const [mae, rmse] = errorCourse(estimateWorld(world), { bucket: 'day', learningMs });
  if (mae?.metric !== 'mae' || rmse?.metric !== 'rmse') throw new Error('the mean absolute error is the first');
  return { mae, rmse };
};

/** Inputs that wander in learning, and move to where errors are larger after it. */
const WANDERING: World = {
  seed: 1,
  days: 70,
  middle: (day) => (day < LEARNING ? 1.5 + Math.sin(day / 3) : 2.4),
  deviation: (input) => 0.5 + input,
};

test('errors that depend on an input are estimated when the input moves, near the known one, where the mean is far', () => {
  const { mae, rmse } = courseOf(WANDERING);
  const known = MEAN_SIZE * (0.5 + WANDERING.middle(LEARNING));
  const live = mae.points.filter(({ isLearning }) => !isLearning);
  expect(live).toHaveLength(28);
  const estimate = live.reduce((sum, point) => sum + (point.estimate ?? 0), 0) / live.length;
  expect(Math.abs(estimate / known - 1)).toBeLessThan(0.06);
  // The mean of the learning days is the one at an input of 1.5.
  expect(Math.abs((MEAN_SIZE * 2) / known - 1)).toBeGreaterThan(0.25);
  for (const { trial, error } of [mae, rmse]) {
    expect(trial).toMatchObject({ days: 28, isWon: true });
    expect(trial.estimate).toBeLessThan((trial.constant ?? 0) / 2);
    expect(error?.estimate).toBeLessThan((error?.constant ?? 0) / 2);
  }
});

test('the band of 90 % holds about nine of ten days whose inputs wander as they did in the learning days', () => {
  const { mae, rmse } = courseOf({ ...WANDERING, days: LEARNING + 70, middle: (day) => 1.5 + Math.sin(day / 3) });
  // Binomial, 70 days of 0.9: 56 or fewer happen once in a hundred runs.
  for (const { known, held } of [mae, rmse]) {
    expect(known).toBe(70);
    expect(held).toBeGreaterThanOrEqual(57);
  }
});

test('the first two weeks are only learnt from, and learning days have no band', () => {
  const { points } = courseOf({ ...WANDERING, days: LEARNING }).mae;
  expect(points.map(({ estimate }) => estimate === null)).toEqual([
    ...new Array(14).fill(true),
    ...new Array(28).fill(false),
  ]);
  expect(points.every(({ low, isHeld }) => low === null && isHeld === null)).toBe(true);
});

// Of 160 such worlds, seeds 1 to 100 and 1 to 60 with other numbers of rows, none was won by either measure.
test('errors that depend on nothing are not won against their mean', () => {
  for (let seed = 1; seed <= 3; seed += 1) {
    const { mae, rmse } = courseOf({ ...WANDERING, seed, days: LEARNING, deviation: () => 2 });
    expect([mae.trial.isWon, rmse.trial.isWon]).toEqual([false, false]);
  }
});

test('errors that grow behind the same inputs are not seen, and the labels say so', () => {
  const { mae } = courseOf({ ...WANDERING, deviation: (input, day) => (day < LEARNING ? 1 : 3) * (0.5 + input) });
  expect(mae.trial.isWon).toBe(true);
  expect([mae.known, mae.held]).toEqual([28, 0]);
});
