import { expect, test } from 'vitest';
import { describeScores } from './describe-scores';
import type { PairedRow } from './read-pairs';
import { scoreRows } from './score-rows';

const DAY = 86_400_000;
const TODAY = 20_000 * DAY;
const of = { unit: 'min', nameOf: (label: string) => label, hasEntities: false, todayMs: TODAY };

const row = (day: number, a: string, b: string, value: string | null, weight = 1): PairedRow => ({
  callId: `${day}`,
  row: 0,
  atMs: TODAY - day * DAY,
  dayMs: TODAY - day * DAY,
  entity: null,
  a,
  b,
  truth: value === null ? null : { value, weight },
});

test('numbers are compared by how far they are from the label, in its unit', () => {
  const rows = Array.from({ length: 10 }, (_, i) => row(i + 1, '14', '11', '10'));
  const { scored, misfits, unanswered } = scoreRows(
    [...rows, row(1, '1', '2', 'soon'), row(1, 'x', '2', '3'), row(1, '1', '2', null)],
    { measure: 'mae', classes: new Set() },
  );
  expect([scored.length, misfits, unanswered]).toEqual([10, 1, 1]);
  const scores = describeScores(scored, { ...of, measure: 'mae' });
  expect(scores).toMatchObject({
    measure: 'mae',
    a: 4,
    b: 1,
    difference: { value: 3, low: 3, high: 3, by: 'day' },
    baseline: { value: 0, answer: '10' },
    rows: { bothRight: 0, won: 10, lost: 0, bothWrong: 0 },
    byDay: { won: 10, lost: 0 },
    classes: [],
  });
  expect(scores?.sequential.betterSince).toBe(new Date(TODAY - 4 * DAY).toISOString().slice(0, 10));
});

test('a row of a random sample counts for those that it stands for', () => {
  const rows = [row(2, 'x', 'y', 'x', 3), row(1, 'x', 'y', 'y', 1)];
  const { scored } = scoreRows(rows, { measure: 'accuracy', classes: new Set(['x', 'y']) });
  expect(describeScores(scored, { ...of, measure: 'accuracy' })).toMatchObject({
    n: 2,
    effectiveRows: 1.6,
    a: 0.75,
    b: 0.25,
    baseline: { value: 0.75, answer: 'x' },
    difference: { value: -0.5, low: null, high: null, by: null },
  });
});

test('without labels there is nothing to say', () => {
  expect(describeScores([], { ...of, measure: 'accuracy' })).toBeNull();
});
