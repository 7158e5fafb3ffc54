import { expect, test } from 'vitest';
import { histogramCounts } from '../stats/histogram-edges';
import { mulberry32 } from '../stats/mulberry32';
import { normalQuantile } from '../stats/normal-quantile';
import { buildReferenceProfile, type NumberProfile } from '../stats/reference-profile';
import { binnedWasserstein } from './binned-numbers';
import { methodOf } from './evidently-methods';
import { countAlarms, detectDays, detectorStatistic, noticedOn } from './notice-change';

const categories = buildReferenceProfile({ kind: 'category', values: ['a', 'a', 'a', 'b'] });
const day = (counts: number[], more: { unseen?: number; nulls?: number } = {}) => ({
  counts,
  unseen: 0,
  nulls: 0,
  ...more,
});

test('the earth moved over bins, by hand', () => {
  expect(binnedWasserstein([0, 1, 2], [0, 1, 0, 0], [0, 0, 1, 0])).toBe(1);
  expect(binnedWasserstein([0, 1, 2], [0, 5, 5, 0], [0, 5, 5, 0])).toBe(0);
  // Everything one bin below the first edge: from the middle 0.5 to -0.5.
  expect(binnedWasserstein([0, 1, 2], [0, 1, 0, 0], [1, 0, 0, 0])).toBe(1);
  // F - G runs from 1/2 to -1/2 within the middle bin: two triangles of 1/8 each, and a half triangle of 1/4 on either side.
  expect(binnedWasserstein([0, 1, 2, 3], [0, 1, 0, 1, 0], [0, 0, 2, 0, 0])).toBe(0.75);
  expect(binnedWasserstein([0, 1], [0, 0, 0], [0, 1, 0])).toBeNaN();
});

test('Evidently from bins is Evidently from rows, to the width of a bin', () => {
  const random = mulberry32(4);
  const normals = (n: number, shift: number) =>
    Float64Array.from({ length: n }, () => shift + normalQuantile(random() || 1e-9));
  const reference = normals(3000, 0);
  const profile = buildReferenceProfile({ kind: 'number', values: [...reference] }) as NumberProfile;
  const width = (profile.edges[1] ?? 0) - (profile.edges[0] ?? 0);
  for (const shift of [0, 0.1, 0.5, 2]) {
    const current = normals(800, shift);
    const exact = methodOf('wasserstein').ofNumbers?.(reference.toSorted(), current.toSorted());
    if (typeof exact !== 'object') throw new Error('no distance');
    const ours = detectorStatistic('evidently', profile, day(histogramCounts(current, profile.edges)));
    expect(Math.abs((ours ?? Number.NaN) - exact.statistic)).toBeLessThan(width);
    if (shift < 1) expect(Math.abs((ours ?? Number.NaN) - exact.statistic)).toBeLessThan(0.05);
  }
});

test('distances of categories, and shares, have their known values', () => {
  expect(detectorStatistic('psi', categories, day([30, 10]))).toBe(0);
  // Shares 3/4, 1/4 against 0, 1: JS divergence in nats is 0.75/2 ln 2 + (0.25 ln 0.4 + ln 1.6)/2.
  const nats = (0.75 * Math.log(2) + 0.25 * Math.log(0.4) + Math.log(1.6)) / 2;
  expect(detectorStatistic('evidently', categories, day([0, 8]))).toBeCloseTo(Math.sqrt(nats), 12);
  expect(detectorStatistic('nannyml', categories, day([0, 8]))).toBeCloseTo(Math.sqrt(nats / Math.LN2), 12);
  expect(detectorStatistic('unseen', categories, day([6, 2], { unseen: 2, nulls: 90 }))).toBe(0.2);
  expect(detectorStatistic('nulls', categories, day([6, 2], { unseen: 2, nulls: 90 }))).toBe(0.9);
  expect(detectorStatistic('psi', categories, day([0, 0], { nulls: 4 }))).toBeNull();
  expect(detectorStatistic('nulls', categories, day([0, 0]))).toBeNull();
  expect(detectorStatistic('unseen', { ...categories, other: 1 } as typeof categories, day([1, 1]))).toBeNull();
});

test('learnt limits are mean and three deviations of the learnt days, fixed ones are fixed', () => {
  const learnt = [day([9, 0], { nulls: 1 }), day([7, 0], { nulls: 3 })];
  const { upper, lower, isAlarm } = detectDays('nulls', categories, {
    learnt,
    watched: [day([5, 0], { nulls: 5 }), day([4, 0], { nulls: 6 }), day([0, 0])],
  });
  expect([upper, lower]).toEqual([expect.closeTo(0.5, 12), 0]);
  expect(isAlarm).toEqual([false, true, false]);
  const unseen = detectDays('unseen', categories, { learnt, watched: [day([9, 1]), day([9, 0], { unseen: 1 })] });
  expect([unseen.upper, unseen.isAlarm]).toEqual([0, [false, true]]);
  expect(detectDays('psi', categories, { learnt, watched: [day([9, 1])] }).upper).toBe(0.2);
});

test('a change is noticed by an alarm that would not have been there, and days in a row are one alarm', () => {
  expect(noticedOn(1, [true, true, false, false], [true, true, false, true])).toBe(3);
  expect(noticedOn(2, [true, true, true], [true, true, true])).toBeNull();
  expect(noticedOn(0, [], [])).toBeNull();
  expect([countAlarms([true, true, false, true]), countAlarms([])]).toEqual([2, 0]);
});
