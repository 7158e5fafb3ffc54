import { expect, test } from 'vitest';
import { histogramCounts } from '../stats/histogram-edges';
import { mulberry32 } from '../stats/mulberry32';
import { normalQuantile } from '../stats/normal-quantile';
import { buildReferenceProfile, type NumberProfile } from '../stats/reference-profile';
import { roundShares } from '../stats/round-shares';
import { binnedDeviation } from './binned-numbers';
import { type Change, injectChange } from './inject-change';

const random = mulberry32(8);
const normal = () => normalQuantile(random() || 1e-9);
const numbers = (values: readonly (number | null)[]) =>
  buildReferenceProfile({ kind: 'number', values }) as NumberProfile;
const rowsOf = ({ counts, unseen, nulls }: { counts: readonly number[]; unseen: number; nulls: number }) =>
  counts.reduce((sum, count) => sum + count, 0) + unseen + nulls;

test('moves half a bin by hand', () => {
  const profile = { ...numbers([0, 2]), edges: [0, 1, 2], counts: [0, 4, 4, 0], n: 8 };
  // Middles 0.5 and 1.5: the standard deviation is 0.5, so one of it is half a bin.
  expect(binnedDeviation(profile)).toBe(0.5);
  const counts = { counts: [0, 4, 4, 0], unseen: 0, nulls: 3 };
  expect(injectChange(profile, counts, { kind: 'shift', size: 1 })).toEqual({ ...counts, counts: [0, 2, 4, 2] });
  expect(injectChange(profile, counts, { kind: 'shift', size: -1 })).toEqual({ ...counts, counts: [2, 4, 2, 0] });
  expect(injectChange(profile, counts, { kind: 'shift', size: 40 }).counts).toEqual([0, 0, 0, 8]);
});

test.each([
  ['normal', normal],
  ['skewed', () => Math.exp(normal() / 2)],
  ['whole numbers', () => Math.round(3 * normal())],
  ['two humps', () => normal() + (random() < 0.5 ? 0 : 8)],
])('a shift is what shifting the rows and counting them again gives, within the stated error: %s', (_, draw) => {
  const profile = numbers(Array.from({ length: 2000 }, draw));
  const rows = Array.from({ length: 700 }, draw);
  const counts = histogramCounts(rows, profile.edges);
  for (const size of [-3, -1, -0.5, -0.1, 0.1, 0.3, 1, 2]) {
    const by = size * binnedDeviation(profile);
    const recounted = histogramCounts(
      rows.map((value) => value + by),
      profile.edges,
    );
    const injected = injectChange(profile, { counts, unseen: 0, nulls: 0 }, { kind: 'shift', size }).counts;
    let [below, truly] = [0, 0];
    for (const [at, edge] of profile.edges.entries()) {
      below += injected[at] ?? 0;
      truly += recounted[at] ?? 0;
      // The rows of the bin that lies over the edge after the shift; rounding adds less than a row for each bin.
      const bin = histogramCounts([edge - by], profile.edges).indexOf(1);
      expect(Math.abs(below - truly)).toBeLessThanOrEqual((counts[bin] ?? 0) + at + 1);
    }
    const moved = injected.reduce((sum, count) => sum + count, 0);
    expect(moved).toBe(rows.length);
  }
});

test('where the bins are narrow, the shifted mean is right to a fiftieth of a standard deviation', () => {
  const profile = numbers(Array.from({ length: 50_000 }, normal));
  const day = histogramCounts(
    Array.from({ length: 5000 }, () => normal()),
    profile.edges,
  );
  const middles = (counts: readonly number[]) =>
    profile.edges.slice(1).reduce((sum, high, at) => {
      return sum + (counts[at + 1] ?? 0) * ((high + (profile.edges[at] ?? 0)) / 2);
    }, 0) / counts.slice(1, -1).reduce((sum, count) => sum + count, 0);
  const counts = { counts: day, unseen: 0, nulls: 0 };
  const moved = injectChange(profile, counts, { kind: 'shift', size: 0.25 }).counts;
  expect((middles(moved) - middles(day)) / binnedDeviation(profile)).toBeCloseTo(0.25, 1);
  expect(Math.abs((middles(moved) - middles(day)) / binnedDeviation(profile) - 0.25)).toBeLessThan(0.02);
});

test('values become nulls, a new category or a listed one, in proportion, and rows stay as many', () => {
  const profile = buildReferenceProfile({ kind: 'category', values: ['a', 'a', 'b', 'c'] });
  const day = { counts: [60, 30, 10], unseen: 0, nulls: 5 };
  const inject = (change: Change) => injectChange(profile, day, change);
  expect(inject({ kind: 'nulls', size: 0.1 })).toEqual({ counts: [54, 27, 9], unseen: 0, nulls: 15 });
  expect(inject({ kind: 'new-category', size: 0.5 })).toEqual({ counts: [30, 15, 5], unseen: 50, nulls: 5 });
  expect(inject({ kind: 'category-grows', size: 0.5, category: 'b' })).toEqual({
    counts: [30, 65, 5],
    unseen: 0,
    nulls: 5,
  });
  for (const size of [0.013, 0.37, 1])
    for (const kind of ['nulls', 'new-category'] as const) expect(rowsOf(inject({ kind, size }))).toBe(105);
  expect(inject({ kind: 'nulls', size: 1 })).toEqual({ counts: [0, 0, 0], unseen: 0, nulls: 105 });
});

test('what does not fit the column changes nothing', () => {
  const [category, number] = [buildReferenceProfile({ kind: 'category', values: ['a'] }), numbers([7, 7, 7])];
  const day = { counts: [5], unseen: 0, nulls: 0 };
  expect(injectChange(category, day, { kind: 'shift', size: 1 })).toEqual(day);
  expect(injectChange(category, day, { kind: 'category-grows', size: 1, category: 'b' })).toEqual(day);
  const constant = { counts: [0, 5, 0], unseen: 0, nulls: 0 };
  expect(injectChange(number, constant, { kind: 'shift', size: 3 })).toEqual(constant);
  expect(injectChange(number, constant, { kind: 'new-category', size: 1 })).toEqual(constant);
  const empty = { counts: [0, 0, 0], unseen: 0, nulls: 0 };
  expect(injectChange(number, empty, { kind: 'nulls', size: 0.5 })).toEqual(empty);
});

test('whole rows add up to the total, and of equal remainders the earlier one is raised', () => {
  expect(roundShares([1, 1, 1], 10)).toEqual([4, 3, 3]);
  expect(roundShares([0, 0], 3)).toEqual([0, 0]);
  expect(roundShares([1, 3], 6)).toEqual([2, 4]);
});
