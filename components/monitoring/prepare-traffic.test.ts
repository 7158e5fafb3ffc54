import { expect, test } from 'vitest';
import type { Traffic } from '@/lib/domain/monitoring/schema';
import {
  bucketTimes,
  changeOf,
  classLayers,
  classSlot,
  errorShare,
  fillBuckets,
  sentenceKey,
  valueHistogram,
} from './prepare-traffic';

const minute = 60_000;
const start = Date.parse('2026-11-24T08:00:00Z');
const iso = (t: number) => new Date(t).toISOString();
const measures = { calls: 3, rows: 5, errors: 1, timedCalls: 3, latencyMs: { p50: 1, p95: 2, p99: 3 } };
const traffic = (changes: Partial<Traffic> = {}): Traffic => ({
  from: iso(start + 30_000),
  to: iso(start + 3 * minute + 1),
  bucketMs: minute,
  versions: [1],
  totals: measures,
  previousCalls: 0,
  buckets: [{ at: iso(start + minute), ...measures }],
  comparison: null,
  changes: [],
  heat: { periodMs: minute, bandsMs: [], periods: [] },
  errorsByStatus: [],
  outcomes: null,
  feedback: { right: 0, wrong: 0 },
  ...changes,
});

test('names every bucket that the window touches', () => {
  expect(bucketTimes(traffic())).toEqual([0, 1, 2, 3].map((i) => start + i * minute));
});

test('fills a bucket without calls with zero calls and no latency', () => {
  const filled = fillBuckets(traffic());
  expect(filled.map(({ calls, latencyMs }) => [calls, latencyMs.p50])).toEqual([
    [0, null],
    [3, 1],
    [0, null],
    [0, null],
  ]);
});

test('draws nothing for a window without traffic', () => {
  expect(fillBuckets(traffic({ buckets: [] }))).toEqual([]);
});

test('leaves empty buckets out where there are too many to see', () => {
  expect(fillBuckets(traffic({ from: '2000-01-01T00:00:00.000Z' })).map(({ t }) => t)).toEqual([start + minute]);
});

test('counts errors among all calls', () => {
  expect(errorShare({ calls: 3, errors: 1 })).toBe(0.25);
  expect(errorShare({ calls: 0, errors: 0 })).toBeNull();
});

test('compares with the window before only where that had calls', () => {
  expect(changeOf(104, 100)).toBeCloseTo(0.04);
  expect(changeOf(104, 0)).toBeNull();
});

test('keeps the slot of a class by its place, six at most', () => {
  expect([0, 5, 6].map(classSlot)).toEqual([1, 6, 'other']);
});

test('spreads the rows of classes over all buckets', () => {
  const outcomes = {
    kind: 'classes' as const,
    classes: [
      { label: '0', name: 'on time', rows: 2 },
      { label: '1', name: 'late', rows: 3 },
    ],
    buckets: [{ at: iso(start + minute), rows: [2, 3] }],
  };
  const layers = classLayers(outcomes, traffic());
  expect(layers?.map(({ label, slot, points }) => [label, slot, points.map(({ value }) => value)])).toEqual([
    ['on time', 1, [0, 2, 0, 0]],
    ['late', 2, [0, 3, 0, 0]],
  ]);
  expect(classLayers({ ...outcomes, buckets: [] }, traffic())).toBeNull();
});

test('spreads counted steps over bins of equal width and loses no row', () => {
  expect(valueHistogram([{ low: 0, high: 4, rows: 4 }], 2)).toEqual({ edges: [0, 2, 4], counts: [2, 2] });
  const made = valueHistogram([
    { low: -2, high: -1, rows: 7 },
    { low: 0, high: 0, rows: 2 },
    { low: 4, high: 4.757, rows: 11 },
  ]);
  expect(made?.counts.reduce((sum, rows) => sum + rows, 0)).toBe(20);
  expect(made?.edges).toEqual([-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]);
});

test('shows one value as one bin, and none as nothing', () => {
  expect(valueHistogram([{ low: 0, high: 0, rows: 3 }])).toEqual({ edges: [-0.5, 0.5], counts: [3] });
  expect(valueHistogram([])).toBeNull();
});

test('chooses the sentence by what happened', () => {
  const of = (calls: number, errors: number) => sentenceKey({ calls, errors });
  expect([of(0, 0), of(0, 2), of(3, 0), of(3, 2)]).toEqual(['none', 'onlyErrors', 'fine', 'withErrors']);
});
