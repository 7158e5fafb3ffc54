import { expect, test } from 'vitest';
import { clusterBootstrapSums } from '../stats/cluster-bootstrap-sums';
import { mulberry32 } from '../stats/mulberry32';
import { buildReferenceProfile } from '../stats/reference-profile';
import type { Way } from '../stats/widest-interval';
import { type ClassSum, compareClasses } from './compare-classes';
import { compareRates, type RateSum } from './compare-rates';
import { compareSlices, type SliceSum } from './compare-slices';
import { cutNumbers, cutProfile, cutTexts, sliceOf, slicesOf } from './cut-column';
import { findWeakest } from './find-weakest';
import { halfOfDay } from './half-of-day';

const DAY = 86_400_000;
const byDay = <Block>(blocks: readonly Block[]): Way<Block>[] => [{ by: 'day', blocks }];

test('numbers are cut at their quartiles, and few distinct ones still come apart', () => {
  expect(cutNumbers([9, 1, 2, 3, 4, 5, 6, 7, 8])).toEqual({ kind: 'bands', edges: [3, 5, 7] });
  expect(cutNumbers([0, 0, 0, 0, 1])).toEqual({ kind: 'bands', edges: [0] });
  expect(cutNumbers([0, 1, 1, 1, 1])).toEqual({ kind: 'bands', edges: [0] });
  expect(cutNumbers([4, 4, Number.NaN])).toBe('one-value');
  expect(cutNumbers([Number.NaN])).toBe('empty');
});

test('a value at an edge belongs below it, and what is no number is told apart from what is missing', () => {
  const cut = { kind: 'bands', edges: [3, 5] } as const;
  expect(
    [3, 4, 9, '4.5', 'Infinity', '-Infinity', true, 'x', null, '', Number.NaN].map((v) => sliceOf(cut, v)),
  ).toEqual(['0', '1', '2', '1', '2', '0', 'other', 'other', 'null', 'null', 'null']);
  expect(slicesOf(cut)).toEqual(['0', '1', '2', 'other', 'null']);
});

test('texts have a slice each up to 20, and a column that names every row is refused', () => {
  expect(cutTexts(['b', 'a', 'b', 'c'])).toEqual({ kind: 'values', values: ['b', 'a', 'c'] });
  const many = Array.from({ length: 100 }, (_, i) => (i < 60 ? `v${i % 15}` : `rare ${i}`));
  const cut = cutTexts(many);
  if (typeof cut === 'string' || cut.kind !== 'values') throw new Error('no values');
  expect(cut.values).toHaveLength(20);
  expect(cut.values.slice(0, 2)).toEqual(['v0', 'v1']);
  expect([sliceOf(cut, 'v3'), sliceOf(cut, 'never'), sliceOf(cut, true)]).toEqual([
    `${cut.values.indexOf('v3')}`,
    'other',
    'other',
  ]);
  expect(cutTexts(Array.from({ length: 100 }, (_, i) => `id ${i}`))).toBe('too-many-values');
  expect(cutTexts(Array.from({ length: 101 }, (_, i) => String(i)))).toEqual({ kind: 'bands', edges: [25, 50, 75] });
  expect([cutTexts([]), cutTexts(['a', 'a'])]).toEqual(['empty', 'one-value']);
});

test('a profile of the reference cuts as its rows do', () => {
  const values = Array.from({ length: 400 }, (_, i) => (i * 7) % 101);
  expect(cutProfile(buildReferenceProfile({ kind: 'number', values }))).toEqual(cutNumbers(values));
  const texts = values.map((value) => `c${value % 5}`);
  expect(cutProfile(buildReferenceProfile({ kind: 'category', values: texts }))).toEqual(cutTexts(texts));
});

test('days fall into halves that no weekday and no month has for itself', () => {
  const days = Array.from({ length: 366 }, (_, i) => Date.UTC(2024, 0, 1 + i));
  const found = days.filter((day) => halfOfDay(day) === 'found');
  expect(found).toHaveLength(183);
  expect(halfOfDay(0)).not.toBe(halfOfDay(DAY));
  for (let weekday = 0; weekday < 7; weekday += 1) {
    const share = found.filter((day) => new Date(day).getUTCDay() === weekday).length / 52;
    expect(share, `weekday ${weekday}`).toBeGreaterThan(0.3);
    expect(share, `weekday ${weekday}`).toBeLessThan(0.7);
  }
  expect(halfOfDay(Date.UTC(2024, 1, 3) + DAY - 1)).toBe(halfOfDay(Date.UTC(2024, 1, 3)));
});

const day = (sums: Record<string, [n: number, right: number]>): Map<string, SliceSum> =>
  new Map(Object.entries(sums).map(([key, [n, sum]]) => [key, { n, weight: n, sum }]));

test('a slice is held against the rest of its column on the same days', () => {
  const days = Array.from({ length: 8 }, () => day({ a: [4, 2], b: [3, 3] }));
  const [a, b, none] = compareSlices(byDay(days), ['a', 'b', 'c'], 5);
  expect(a).toMatchObject({ n: 32, blocks: [8], mean: { value: 0.5, low: 0.5, high: 0.5 } });
  expect(a?.difference).toMatchObject({ value: -0.5, low: -0.5, high: -0.5 });
  expect(b?.difference.value).toBe(0.5);
  expect(none).toMatchObject({ n: 0, blocks: [0], mean: { value: Number.NaN } });
  const [few] = compareSlices(byDay(days.slice(0, 4)), ['a', 'b'], 5);
  expect(few).toMatchObject({ mean: { value: 0.5, low: Number.NaN }, difference: { value: -0.5, high: Number.NaN } });
  expect(compareSlices(byDay([]), ['a'], 5)).toMatchObject([{ n: 0, mean: { value: Number.NaN } }]);
});

test('a bad day for all is no difference between slices', () => {
  const random = mulberry32(3);
  const days = Array.from({ length: 40 }, () => {
    const level = random() < 0.5 ? 20 : 90;
    return day({ a: [100, level], b: [100, level] });
  });
  const [a] = compareSlices(byDay(days), ['a', 'b'], 5);
  expect((a?.mean.high ?? 0) - (a?.mean.low ?? 1)).toBeGreaterThan(0.15);
  expect(a?.difference).toEqual({ value: 0, low: 0, high: 0, by: 'day' });
});

/** Days in each of which every slice has `rows` rows that are right by `shareOf`. */
function drawDays(count: number, seed: number, shareOf: (slice: number) => number) {
  const random = mulberry32(seed);
  const slices = Array.from({ length: 20 }, (_, k) => `${k}`);
  return Array.from({ length: count }, () =>
    day(
      Object.fromEntries(
        slices.map((slice, k): [string, [number, number]] => [
          slice,
          [20, Array.from({ length: 20 }, () => random() < shareOf(k)).filter(Boolean).length],
        ]),
      ),
    ),
  );
}

test('what is found by chance on one half does not hold on the other, and a weak slice does', () => {
  const slices = Array.from({ length: 20 }, (_, k) => `${k}`);
  const look = (seed: number, shareOf: (k: number) => number) => {
    const found = compareSlices(byDay(drawDays(30, seed, shareOf)), slices, 5);
    const reported = compareSlices(byDay(drawDays(30, seed + 1000, shareOf)), slices, 5);
    const pairs = found.flatMap((one, k) => {
      const other = reported[k];
      return other ? [{ found: one, reported: other }] : [];
    });
    return findWeakest(pairs, { worse: -1, leastRows: 30, most: 5 });
  };
  const byChance = Array.from({ length: 12 }, (_, seed) => look(seed, () => 0.8)).flat();
  expect(byChance.length).toBeGreaterThan(0);
  expect(byChance.filter(({ verdict }) => verdict === 'held').length / byChance.length).toBeLessThan(0.25);
  const [weak] = look(77, (k) => (k === 7 ? 0.6 : 0.8));
  expect(weak).toMatchObject({ at: 7, verdict: 'held' });
  expect(weak?.reported.difference.value).toBeCloseTo(-0.2, 1);
});

test('errors are worse when they are larger, and days that are too few give no verdict', () => {
  const of = (value: number, low: number, high: number) => ({
    n: 50,
    blocks: [9],
    mean: { value: 1, low: 1, high: 1, by: 'day' as const },
    difference: { value, low, high, by: 'day' as const },
  });
  const options = { worse: 1, leastRows: 30, most: 5 } as const;
  const verdictOf = (reported: ReturnType<typeof of>) =>
    findWeakest([{ found: of(2, 1, 3), reported }], options)[0]?.verdict;
  expect(verdictOf(of(2, 1, 3))).toBe('held');
  expect(verdictOf(of(2, -1, 3))).toBe('open');
  expect(verdictOf(of(-2, -3, 1))).toBe('not-held');
  expect(verdictOf(of(2, Number.NaN, Number.NaN))).toBe('too-few');
  expect(findWeakest([{ found: of(-2, -3, -1), reported: of(2, 1, 3) }], options)).toEqual([]);
  expect(findWeakest([{ found: { ...of(2, 1, 3), n: 29 }, reported: of(2, 1, 3) }], options)).toEqual([]);
});

test('the largest gap is between groups that have rows and days enough', () => {
  const days = Array.from({ length: 6 }, (_, i): RateSum[] => [[1, 4], [2, 4], i === 0 ? [1, 1] : [0, 0]]);
  const { groups, extremes } = compareRates(byDay(days), [true, true, true], 5);
  expect(groups).toMatchObject([
    { value: 0.25, low: 0.25, blocks: [6] },
    { value: 0.5, blocks: [6] },
    { value: 1, low: Number.NaN, blocks: [1] },
  ]);
  expect(extremes).toMatchObject({ highest: 1, lowest: 0, gap: { value: 0.25, low: 0.25 }, ratio: { value: 0.5 } });
  expect(compareRates(byDay(days), [true, false, true], 5).extremes).toBeNull();
  const biased = Array.from({ length: 6 }, (): RateSum[] => [
    [-4, 4],
    [2, 4],
  ]);
  expect(compareRates(byDay(biased), [true, true], 5).extremes).toMatchObject({
    gap: { value: 1.5 },
    ratio: { value: Number.NaN },
  });
});

test('of two kinds of blocks the wider interval is taken, and the kind that was asked for must have enough', () => {
  // Days are all alike; one person in two is always answered wrongly.
  const days = Array.from({ length: 20 }, () => day({ a: [4, 2], b: [4, 4] }));
  const people = Array.from({ length: 20 }, (_, i) => day({ a: [4, i % 2 === 0 ? 4 : 0], b: [4, 4] }));
  const ways = (count: number): Way<Map<string, SliceSum>>[] => [
    { by: 'entity', blocks: people.slice(0, count) },
    { by: 'day', blocks: days },
  ];
  const [a, b] = compareSlices(ways(20), ['a', 'b'], 5);
  expect(a).toMatchObject({ n: 80, blocks: [20, 20], mean: { value: 0.5, by: 'entity' } });
  expect((a?.mean.high ?? 0) - (a?.mean.low ?? 1)).toBeGreaterThan(0.3);
  expect(b?.mean).toMatchObject({ value: 1, low: 1, high: 1 });
  expect(compareSlices(ways(4), ['a'], 5)[0]?.mean).toMatchObject({ low: Number.NaN, by: null });
  const rates = (blocks: readonly Map<string, SliceSum>[]) =>
    blocks.map((sums) => ['a', 'b'].map((key): RateSum => [sums.get(key)?.sum ?? 0, sums.get(key)?.weight ?? 0]));
  const { extremes } = compareRates(
    [
      { by: 'entity', blocks: rates(people) },
      { by: 'day', blocks: rates(days) },
    ],
    [true, true],
    5,
  );
  expect(extremes).toMatchObject({ highest: 1, lowest: 0, gap: { value: 0.5, by: 'entity' } });
});

test('recall and F1 of a class in a slice have intervals, as drawing blocks of its rows says', () => {
  const random = mulberry32(8);
  const blocks = Array.from({ length: 12 }, (_, i) => ({
    a: { labelled: 10, answered: 8, right: Math.floor(random() * 8) },
    // A class that only three days have.
    b: { labelled: i < 3 ? 2 : 0, answered: 1, right: 0 },
  }));
  type Block = (typeof blocks)[number];
  const sumAt = (block: Block, slice: string, label: string): ClassSum | undefined =>
    slice === 'one' && (label === 'a' || label === 'b') ? block[label] : undefined;
  const of = { slices: ['one', 'none'], classes: ['a', 'b'], least: 5 };
  const [one, none] = compareClasses(byDay(blocks), of, sumAt);
  const right = blocks.reduce((sum, { a }) => sum + a.right, 0);
  const sums = blocks.map(({ a }) => Float64Array.of(a.right));
  const [recall, f1] = clusterBootstrapSums({
    sums,
    statistics: ([found = 0]) => [found / 120, (2 * found) / (120 + 96)],
  });
  expect(one?.[0]).toEqual({
    recall: { value: right / 120, ...recall, by: 'day' },
    f1: { value: (2 * right) / 216, ...f1, by: 'day' },
  });
  expect(one?.[1]).toMatchObject({
    recall: { value: 0, low: Number.NaN, by: null },
    f1: { value: 0, low: 0, by: 'day' },
  });
  expect(none?.[0]).toMatchObject({ recall: { value: Number.NaN }, f1: { value: Number.NaN } });
});
