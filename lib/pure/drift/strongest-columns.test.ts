import { expect, test } from 'vitest';
import { mulberry32 } from '../stats/mulberry32';
import type { TrainingColumn } from '../trainers/gradient-boosting';
import { imitateAnswers } from './imitate-answers';
import { strongestColumns } from './strongest-columns';

const ROWS = 1000;
const random = mulberry32(3);
const draw = () => Float64Array.from({ length: ROWS }, () => random());
const number = (values: Float64Array): TrainingColumn => ({ kind: 'number', values });
const noise = Array.from({ length: 100 }, () => number(draw()));

test('takes columns that say something among many that do not, also bent ones, categories and nulls', () => {
  const [a, b] = [draw(), draw()];
  const codes = Float64Array.from({ length: ROWS }, () => Math.floor(random() * 5));
  const holes = Float64Array.from({ length: ROWS }, () => (random() < 0.3 ? Number.NaN : random()));
  const target = a.map(
    (value, row) =>
      2 * value + 4 * Math.abs((b[row] ?? 0) - 0.5) + ((codes[row] ?? 0) % 2) + (Number.isNaN(holes[row]) ? 1 : 0),
  );
  const columns = [
    ...noise.slice(0, 90),
    number(b),
    ...noise.slice(90),
    number(a),
    { kind: 'category', values: codes } as TrainingColumn,
    number(holes),
  ];
  expect(strongestColumns(columns, [target], 4)).toEqual([90, 101, 102, 103]);
  expect(strongestColumns(columns, [new Float64Array(ROWS)], 2)).toEqual([0, 1]);
  expect(strongestColumns(columns.slice(0, 3), [target], 4)).toEqual([0, 1, 2]);
  // A category of its own for each row says nothing, however well it fits.
  const ids: TrainingColumn = { kind: 'category', values: Float64Array.from({ length: ROWS }, (_, row) => row) };
  expect(strongestColumns([ids, number(a)], [target], 1)).toEqual([1]);
});

test('a column behind the first 64 gets its importance', () => {
  const last = draw();
  const columns = [...noise, number(last)];
  const days = Array.from({ length: ROWS }, (_, row) => Math.floor(row / 100));
  const imitation = imitateAnswers(columns, { kind: 'number', values: last.map((value) => 3 * value) }, days);
  let step = imitation.next();
  while (!step.done) step = imitation.next();
  expect(step.value?.chosen).toHaveLength(64);
  expect(step.value?.chosen.at(-1)).toBe(100);
  expect(step.value?.shares.at(-1)).toBeGreaterThan(0.95);
  expect(step.value?.shares).toHaveLength(101);
});
