import { expect, test } from 'vitest';
import { mulberry32 } from '../stats/mulberry32';
import { type DayQuality, mixCost } from './mix-cost';

const day = (n: number[], quality: number[]): DayQuality => ({
  n: Float64Array.from(n),
  weight: Float64Array.from(n),
  quality: Float64Array.from(quality),
});
const TEN_DAYS = Array.from({ length: 10 }, () => day([10, 10], [9, 7]));

test('the change of the doc comment, and none where every day is like the other', () => {
  const found = mixCost({ reference: [50, 50], window: [100, 300], days: TEN_DAYS });
  if (typeof found === 'string') throw new Error(found);
  for (const value of [found.change, found.low, found.high]) expect(value).toBeCloseTo(-0.05, 12);
  expect(found.onMean).toBe(0);
});

test('a bin without labelled rows enough takes the mean of all, and says for how many rows', () => {
  const days = Array.from({ length: 10 }, () => day([10, 10, 0], [9, 7, 0]));
  const found = mixCost({ reference: [50, 50, 0], window: [20, 60, 20], days });
  expect(found).toMatchObject({ change: expect.closeTo(-0.04, 12), onMean: 0.2 });
  // 29 labelled rows, all of them wrong, are too few to count as their own.
  const thin = Array.from({ length: 10 }, (_, i) => day([10, 10, i === 0 ? 29 : 0], [9, 7, 0]));
  const mean = 160 / 229;
  expect(mixCost({ reference: [50, 50, 0], window: [20, 60, 20], days: thin })).toMatchObject({
    change: expect.closeTo(-0.3 * 0.9 + 0.1 * 0.7 + 0.2 * mean, 12),
  });
});

test('rows of a random sample stand for others', () => {
  // In the first bin one labelled row in ten rows, in the second all: m is 0.9 and 0.7 all the same.
  const days = Array.from({ length: 10 }, () => ({
    n: Float64Array.of(10, 10),
    weight: Float64Array.of(100, 10),
    quality: Float64Array.of(90, 7),
  }));
  expect(mixCost({ reference: [50, 50], window: [25, 75], days })).toMatchObject({ change: expect.closeTo(-0.05, 12) });
});

test.each([
  ['few-rows', { reference: [50, 50], window: [10, 19], days: TEN_DAYS }],
  ['few-rows', { reference: [0, 0], window: [10, 90], days: TEN_DAYS }],
  ['few-days', { reference: [50, 50], window: [10, 90], days: TEN_DAYS.slice(0, 6) }],
  ['few-days', { reference: [50, 50], window: [10, 90], days: [...TEN_DAYS.slice(0, 6), day([0, 0], [0, 0])] }],
  ['thin', { reference: [50, 50], window: [10, 90], days: Array.from({ length: 9 }, () => day([3, 3], [3, 2])) }],
])('%s is said instead of a number', (reason, mix) => {
  expect(mixCost(mix)).toBe(reason);
});

test('the interval holds the true change in about 95 of 100 simulated cases, days being unlike each other', () => {
  const random = mulberry32(11);
  const chances = [0.95, 0.85, 0.6];
  const [before, now] = [
    [0.5, 0.3, 0.2],
    [0.2, 0.3, 0.5],
  ];
  // Known, because it was made: accuracy falls from 0.85 to 0.745 when only the mix changes.
  const truth = chances.reduce((sum, chance, bin) => sum + ((now[bin] ?? 0) - (before[bin] ?? 0)) * chance, 0);
  expect(truth).toBeCloseTo(-0.105, 12);
  let [held, sum] = [0, 0];
  const RUNS = 200;
  for (let run = 0; run < RUNS; run += 1) {
    const days = Array.from({ length: 40 }, () => {
      const [n, quality] = [new Float64Array(3), new Float64Array(3)];
      // All answers of a day in the last bin are better or worse together, so that rows are not independent.
      const mood = 0.4 * (random() - 0.5);
      for (let row = 0; row < 60; row += 1) {
        const at = random();
        const bin = at < 0.5 ? 0 : at < 0.8 ? 1 : 2;
        n[bin] = (n[bin] ?? 0) + 1;
        if (random() < (chances[bin] ?? 0) + (bin === 2 ? mood : 0)) quality[bin] = (quality[bin] ?? 0) + 1;
      }
      return { n, weight: n, quality };
    });
    const found = mixCost({ reference: before.map((p) => 1000 * p), window: now.map((q) => 1000 * q), days });
    if (typeof found === 'string') throw new Error(found);
    sum += found.change;
    if (found.low <= truth && truth <= found.high) held += 1;
  }
  expect(sum / RUNS).toBeCloseTo(truth, 2);
  // Binomial, 95 %: 184 to 196 of 200; percentile intervals of 40 days are a little narrow.
  expect(held).toBeGreaterThanOrEqual(180);
});
