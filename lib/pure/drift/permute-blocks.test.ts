import { expect, test } from 'vitest';
import { mulberry32 } from '../stats/mulberry32';
import { normalQuantile } from '../stats/normal-quantile';
import { permuteBlocks } from './permute-blocks';
import type { BlockScores, WatchedComponent } from './watch';

const component = (column: string): WatchedComponent => ({
  kind: 'level',
  category: null,
  scores: [],
  unseen: null,
  nulls: null,
  share: 1,
  column,
  unit: 2,
});
/** Blocks of one component each, of a hundred rows. */
const blocksOf = (...means: number[]): BlockScores[] =>
  means.map((mean) => ({ rows: Float64Array.of(100), means: Float64Array.of(mean) }));
const one = [component('a')];

test('a day beyond all others is the first of ten, and less likely the further it is beyond them', () => {
  const reference = blocksOf(1, 2, 3, 4, 5, 6, 7, 8, 9);
  // The mean of all ten is 14.5: the day is 85.5 off, the next 13.5.
  const far = permuteBlocks(one, { reference, window: blocksOf(100) });
  expect(far.p).toBeCloseTo(0.1 * (13.5 / 85.5) ** 4, 12);
  expect(far.smallestP).toBe(0.1);
  expect(far.moved[0]).toMatchObject({ reference: 5, current: 100 });
  // Among the others: all ten are as far off as the middle one or further.
  expect(permuteBlocks(one, { reference, window: blocksOf(5) }).p).toBe(1);
});

test('p counts how many choices of days are as far off', () => {
  // Means 0, 1, 2, 3 and a window of the two largest: of six pairs two, {2, 3} and {0, 1}, are 2 off in sum.
  expect(permuteBlocks(one, { reference: blocksOf(0, 1), window: blocksOf(2, 3) }).p).toBeCloseTo(2 / 6, 12);
});

test('a component without rows or without differences says nothing', () => {
  const none = { rows: Float64Array.of(0), means: Float64Array.of(Number.NaN) };
  expect(permuteBlocks(one, { reference: [none, none], window: [none] })).toMatchObject({
    p: 1,
    statistic: 0,
    moved: [],
  });
  expect(permuteBlocks(one, { reference: blocksOf(4, 4, 4), window: blocksOf(4) })).toMatchObject({ p: 1, moved: [] });
});

test('a day of few rows counts little', () => {
  const few = { rows: Float64Array.of(1), means: Float64Array.of(100) };
  const reference = blocksOf(1, 2, 3, 4, 5, 6, 7, 8, 9);
  expect(permuteBlocks(one, { reference, window: [few] }).p).toBeGreaterThan(0.5);
});

test('over many months without change p is as often small as it says, though columns move together', () => {
  const random = mulberry32(5);
  const normal = () => normalQuantile(random() || 1e-9);
  const names = ['a', 'b', 'c', 'd'];
  const components = names.map(component);
  const day = (): BlockScores => {
    const shared = normal();
    return { rows: Float64Array.of(50, 50, 50, 50), means: Float64Array.from(names, () => shared + 0.3 * normal()) };
  };
  const runs = 400;
  let small = 0;
  for (let run = 0; run < runs; run++) {
    const days = Array.from({ length: 35 }, day);
    if (permuteBlocks(components, { reference: days.slice(0, 28), window: days.slice(28) }).p <= 0.1) small += 1;
  }
  // 10 % of 400, within four standard deviations of 6.
  expect(Math.abs(small - 40)).toBeLessThan(24);
});
