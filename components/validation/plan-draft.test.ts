import { expect, test } from 'vitest';
import { isPartSaid, planDraftOf, planOf } from './plan-draft';

const EMPTY = planDraftOf(null);

test('reads columns by comma, falling ones with a minus, and gives the same form back', () => {
  const plan = planOf({ ...EMPTY, fairness: ' region ,, sex, region', monotone: 'income, -debt' });
  expect(plan).toEqual({
    dataset: null,
    fairness: ['region', 'sex'],
    monotone: [
      { column: 'income', direction: 'up' },
      { column: 'debt', direction: 'down' },
    ],
  });
  expect(planDraftOf(plan)).toEqual({ ...EMPTY, fairness: 'region, sex', monotone: 'income, -debt' });
});

test('takes all rows of a dataset, or the test part of a split that is said', () => {
  const draft = { ...EMPTY, datasetId: 'x' };
  expect(planOf(draft).dataset).toEqual({ id: 'x', number: null, target: null, testPartOf: null });
  const byTime = { ...draft, part: 'time' as const };
  expect([isPartSaid(draft), isPartSaid(byTime), isPartSaid({ ...byTime, day: '2026-03-01' })]).toEqual([
    ...[true, false, true],
  ]);
  const plan = planOf({ ...byTime, day: '2026-03-01' });
  expect(plan.dataset?.testPartOf).toEqual({ by: 'time', at: '2026-03-01T00:00:00.000Z' });
  expect(planDraftOf(plan)).toMatchObject({ part: 'time', day: '2026-03-01' });
  const byGroup = { ...draft, part: 'group' as const };
  expect(planOf(byGroup).dataset?.testPartOf).toEqual({ by: 'group', testShare: 0.2, seed: 1 });
  expect([isPartSaid(byGroup), isPartSaid({ ...byGroup, sharePercent: 100 })]).toEqual([true, false]);
});
