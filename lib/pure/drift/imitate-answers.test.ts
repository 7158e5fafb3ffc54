import { expect, test } from 'vitest';
import { mulberry32 } from '../stats/mulberry32';
import type { TrainingColumn } from '../trainers/gradient-boosting';
import { type Answers, imitateAnswers } from './imitate-answers';

const ROWS = 1200;
const DAYS = Array.from({ length: ROWS }, (_, row) => Math.floor(row / 100));
const random = mulberry32(12);
const draw = () => Float64Array.from({ length: ROWS }, () => random());
const [a, b, noise] = [draw(), draw(), draw()];
const columns: TrainingColumn[] = [a, b, noise].map((values) => ({ kind: 'number', values }));
const numbers = (of: (row: number) => number): Answers => ({
  kind: 'number',
  values: Float64Array.from({ length: ROWS }, (_, row) => of(row)),
});
const classes = (of: (row: number) => string): Answers => ({
  kind: 'class',
  values: Array.from({ length: ROWS }, (_, row) => of(row)),
});
function run(answers: Answers, days = DAYS, of = columns) {
  const imitation = imitateAnswers(of, answers, days);
  for (;;) {
    const step = imitation.next();
    if (step.done) return step.value;
  }
}

test('a sum of two columns rests on them by their variance, and on nothing else', () => {
  // Variances 16 : 4 of the parts: shares of about 0.8 and 0.2.
  const found = run(numbers((row) => 4 * (a[row] ?? 0) + 2 * (b[row] ?? 0)));
  expect(found).toMatchObject({
    measure: 'r2',
    baseline: 0,
    learnt: { rows: 900, days: 9 },
    heldOut: { rows: 300, days: 3 },
  });
  expect(found?.score).toBeGreaterThan(0.95);
  expect(found?.shares[0]).toBeCloseTo(0.8, 1);
  expect(found?.shares[1]).toBeCloseTo(0.2, 1);
  expect(found?.shares[2]).toBeLessThan(0.01);
  expect(found?.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
});

test('two and three classes are imitated, with the most frequent one as the baseline', () => {
  const two = run(classes((row) => ((a[row] ?? 0) > 0.3 ? 'high' : 'low')));
  expect([two?.measure, two?.baseline]).toEqual(['accuracy', a.slice(900).filter((value) => value > 0.3).length / 300]);
  expect(two?.score).toBeGreaterThan(0.97);
  expect(two?.shares[0]).toBeGreaterThan(0.95);
  const three = run(classes((row) => ['x', 'y', 'z'][Math.floor(3 * (b[row] ?? 0))] ?? 'z'));
  expect(three?.skill).toBeGreaterThan(0.9);
  expect(three?.shares[1]).toBeGreaterThan(0.95);
});

test('answers by lot are imitated no better than by the mean', () => {
  const lots = draw();
  const found = run(numbers((row) => lots[row] ?? 0));
  expect(found?.skill).toBeLessThan(0.1);
});

test('what changed on the days held out is not imitated', () => {
  const turned = run(numbers((row) => (row < 900 ? 1 : -1) * (a[row] ?? 0)));
  expect(turned?.skill).toBeLessThan(0);
});

test('has no answer for few days, few rows and answers that are all the same', () => {
  const answers = numbers((row) => a[row] ?? 0);
  expect(
    run(
      answers,
      DAYS.map((day) => day % 3),
    ),
  ).toBeNull();
  const few: Answers = { kind: 'number', values: a.slice(0, 150) };
  expect(
    run(
      few,
      DAYS.slice(0, 150).map((_, row) => row % 5),
      columns.map(({ kind, values }) => ({ kind, values: values.slice(0, 150) })),
    ),
  ).toBeNull();
  expect(run(numbers(() => 4))).toBeNull();
  expect(run(classes(() => 'x'))).toBeNull();
});
