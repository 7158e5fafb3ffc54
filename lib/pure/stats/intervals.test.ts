import { expect, test } from 'vitest';
import { clusterBootstrap } from './cluster-bootstrap';
import { mulberry32 } from './mulberry32';
import { normalQuantile } from './normal-quantile';
import { quantileSorted } from './quantile';
import { wilsonInterval } from './wilson-interval';

test.each([
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798409],
  [0.001, -3.090232306167813],
  [0.3, -0.5244005127080409],
  [0.5, 0],
  [0.925, 1.4395314709384563],
  [0.975, 1.959963984540054],
  [0.9999999, 5.199337582290661],
])('gives the normal quantile of scipy 1.17.1 at %d', (probability, expected) => {
  expect(Math.abs(normalQuantile(probability) - expected)).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(expected)));
});

test('gives the ends of the normal quantile', () => {
  expect([0, 1, -0.1, 1.1, Number.NaN].map(normalQuantile)).toEqual([
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ]);
});

test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('gives the Wilson interval of Newcombe 1998, table I: %i of %i', (successes, trials, low, high) => {
  const interval = wilsonInterval(successes, trials);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test('keeps the Wilson interval inside 0 and 1', () => {
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  expect(wilsonInterval(20, 20).high).toBe(1);
});

test('interpolates quantiles as numpy does', () => {
  expect(quantileSorted([1, 2, 3, 4], 0.25)).toBe(1.75);
  expect([0, 0.5, 1].map((share) => quantileSorted([1, 2, 3, 4], share))).toEqual([1, 2.5, 4]);
  expect(quantileSorted([], 0.5)).toBeNaN();
});

test('repeats the stream of a seed', () => {
  const random = mulberry32(1);
  expect(random()).toBe(0.6270739405881613);
  expect(random()).toBe(0.002735721180215478);
  expect([1, 1].map((seed) => mulberry32(seed)())).toEqual([0.6270739405881613, 0.6270739405881613]);
});

const mean = (values: readonly number[]) => (rows: readonly number[]) =>
  rows.reduce((sum, row) => sum + (values[row] ?? 0), 0) / rows.length;

test('widens the interval when rows come in groups', () => {
  const random = mulberry32(7);
  const values = Array.from({ length: 400 }, (_, i) => (i % 20 < 10 ? 0 : 1) * 0.8 + random() * 0.2);
  const single = clusterBootstrap({ groups: values.map((_, i) => i), statistic: mean(values) });
  const grouped = clusterBootstrap({ groups: values.map((_, i) => i % 20), statistic: mean(values) });
  expect(grouped.groupCount).toBe(20);
  expect(grouped.high - grouped.low).toBeGreaterThan(3 * (single.high - single.low));
});

test('gives the example of the doc comment, the same each time', () => {
  const values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const run = () => clusterBootstrap({ groups: values, statistic: mean(values) });
  expect(run().low).toBeCloseTo(2.8, 0);
  expect(run().high).toBeCloseTo(6.3, 0);
  expect(run()).toEqual(run());
  expect(clusterBootstrap({ groups: [], statistic: mean(values) })).toEqual({
    low: Number.NaN,
    high: Number.NaN,
    groupCount: 0,
  });
});
