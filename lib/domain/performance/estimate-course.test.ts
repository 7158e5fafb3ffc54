import { expect, test } from 'vitest';
import type { Reading } from '@/lib/pure/protocols/signature';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { addScore, emptyRollup } from '../predictions/rollup';
import { countRow } from './count-row';
import { type EstimatedDay, estimateCourse } from './estimate-course';
import { emptyMeasures } from './measures';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1);
const labels = ['no', 'yes'];
const reading: Reading = { task: 'classification', label: 'label', probabilities: 'p', classes: labels };

/** Days of a model whose "yes" of score s is true with chance s^1.5, with scores pulled to `pull` (1 leaves them as they are). */
function dayOf(
  day: number,
  rows: number,
  more: { pull?: number; truth?: number; labelled?: boolean } = {},
): EstimatedDay {
  const random = mulberry32(1000 + day);
  const [rollup, measures] = [emptyRollup(), emptyMeasures()];
  for (let row = 0; row < rows; row += 1) {
    const score = random() ** (more.pull ?? 1);
    const outcome = score >= 0.5 ? 'yes' : 'no';
    for (const [k, one] of [1 - score, score].entries())
      addScore(rollup, k, { score: one, isAnswer: labels[k] === outcome });
    const label = random() < score ** (more.truth ?? 1.5) ? 'yes' : 'no';
    if (more.labelled === false) continue;
    countRow(
      measures,
      reading,
      { label, weight: 1, delayMs: 0, isFirst: true },
      { outcome, scores: [1 - score, score] },
    );
  }
  return { dayMs: START_MS + day * DAY_MS, scores: rollup.scores, measures };
}
const of = { labels, bucket: 'week' as const, learningMs: [START_MS, START_MS + 42 * DAY_MS] as const };
const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const accuracyOf = (days: EstimatedDay[]) => {
  const [found] = estimateCourse(days, of);
  if (found?.metric !== 'accuracy') throw new Error('accuracy is the first');
  return found;
};

test('a change of the inputs is estimated, and the band of 90 % holds about nine of ten weeks', () => {
  const days = range(42 + 40 * 7).map((day) => dayOf(day, 150, { pull: day < 42 ? 1 : 0.4 + (day % 5) / 10 }));
  const { points, known, held, error } = accuracyOf(days);
  expect(points.filter(({ isLearning }) => isLearning)).toHaveLength(6);
  expect(points.slice(0, 6).every(({ low, high, isHeld }) => low === null && high === null && isHeld === null)).toBe(
    true,
  );
  expect(known).toBe(40);
  // Binomial, 40 weeks of 0.9: 31 or fewer happen once in a hundred runs.
  expect(held).toBeGreaterThanOrEqual(32);
  expect(error?.estimate).toBeLessThan(error?.constant ?? 0);
});

test('what changed between inputs and truth is not seen, and the labels say so', () => {
  const { known, held } = accuracyOf(range(42 + 70).map((day) => dayOf(day, 200, { truth: day < 42 ? 1.5 : 6 })));
  expect([known, held]).toEqual([10, 0]);
});

test('weeks without labels have an estimate and a band; fewer rows widen it', () => {
  const days = range(42 + 14).map((day) => dayOf(day, day < 49 ? 150 : 30, { labelled: day < 42 }));
  const [full, thin] = accuracyOf(days).points.slice(-2);
  expect([full?.realised, full?.isHeld, full?.labelled]).toEqual([null, null, 0]);
  const width = (point = full) => (point?.high ?? 0) - (point?.low ?? 0);
  expect(width(thin)).toBeCloseTo(width(full) * Math.sqrt(150 / 30), 10);
});

test('with fewer than four learnt weeks there is an estimate without a band', () => {
  const days = range(30).map((day) => dayOf(day, 50));
  const [accuracy] = estimateCourse(days, { ...of, learningMs: [START_MS, START_MS + 21 * DAY_MS] });
  const last = accuracy?.points.at(-1);
  expect(last?.estimate).toBeGreaterThan(0.5);
  expect([last?.low, last?.high, last?.isHeld]).toEqual([null, null, null]);
});

test('a week whose labels have come in part is not judged yet', () => {
  const days = range(42 + 14).map((day) => dayOf(day, 100, { labelled: day < 50 }));
  const { points, known } = accuracyOf(days);
  expect(known).toBe(1);
  expect(points.at(-1)).toMatchObject({ labelled: 100, rows: 700, realised: null, isHeld: null });
});
