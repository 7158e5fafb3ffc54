import { expect, test } from 'vitest';
import type { DriftFeature } from '@/lib/domain/drift/schema';
import {
  categoryBins,
  categoryShares,
  countStates,
  DRIFT_CSV_COLUMNS,
  driftCsvRows,
  featureTable,
  histogramBins,
  nullShares,
  outsideNow,
} from './prepare-feature';

const numbers = {
  kind: 'number' as const,
  edges: [0, 1, 2],
  reference: [6, 4],
  current: [1, 2],
  referenceOutside: { below: 0, above: 0 },
  currentOutside: { below: 0, above: 1 },
  referenceQuantiles: [0, 0.1, 0.5, 0.9, 1.2, 1.8, 2],
};
const words = {
  kind: 'category' as const,
  categories: ['JFK', 'LGA'],
  reference: [6, 3],
  current: [1, 2],
  referenceOther: 1,
  currentOther: 1,
};
const feature = (shape: DriftFeature['shape'], changes: Partial<DriftFeature> = {}): DriftFeature => ({
  name: 'x',
  title: '',
  text: null,
  unit: '',
  psi: 0.3,
  jensenShannon: 0.2,
  state: 'much',
  reference: { rows: 12, nulls: 2 },
  current: { rows: 5, nulls: 1, compared: 4 },
  shape,
  ...changes,
});

test('gives both sides the bins of the reference, with its median', () => {
  const { reference, now } = histogramBins(numbers);
  expect(reference).toEqual({ edges: [0, 1, 2], counts: [6, 4], median: 0.9 });
  expect(now).toEqual({ edges: [0, 1, 2], counts: [1, 2] });
});

test('shares count what is not listed, under its own name', () => {
  expect(categoryShares(words, 'other')).toEqual([
    { name: 'JFK', reference: 0.6, now: 0.25 },
    { name: 'LGA', reference: 0.3, now: 0.5 },
    { name: 'other', reference: 0.1, now: 0.25 },
  ]);
  const seen = { ...words, referenceOther: 0, currentOther: 0, current: [0, 0] };
  expect(categoryShares(seen, 'other').map(({ now }) => now)).toEqual([null, null]);
});

test('draws categories as bins and adds up what does not fit', () => {
  expect(categoryBins(words, 1).reference).toEqual({ edges: [0, 1, 2], counts: [6, 4] });
});

test('counts what the reference has no place for', () => {
  expect(outsideNow(feature(numbers))).toEqual({ rows: 1, share: 0.25 });
  expect(outsideNow(feature(words))).toEqual({ rows: 1, share: 0.25 });
});

test('keeps nulls apart', () => {
  expect(nullShares(feature(numbers))).toEqual({ now: 0.2, reference: 2 / 12 });
  expect(nullShares(feature(numbers, { current: { rows: 0, nulls: 0, compared: 0 } })).now).toBeNull();
});

test('counts columns by state', () => {
  expect(countStates([feature(numbers), feature(words, { state: 'steady' })])).toMatchObject({
    much: 1,
    steady: 1,
    some: 0,
  });
});

test('tables every bin, and the outside only where it holds rows', () => {
  expect(featureTable(feature(numbers), 'other').map(({ low, high, now }) => [low, high, now])).toEqual([
    [0, 1, 1],
    [1, 2, 2],
    [2, null, 1],
  ]);
  expect(featureTable(feature(words), 'other').at(-1)).toEqual({ value: 'other', reference: 1, now: 1 });
});

test('writes one CSV line per column', () => {
  const [row] = driftCsvRows([feature(numbers)], { importance: null, costs: null });
  expect(row).toHaveLength(DRIFT_CSV_COLUMNS.length);
  expect(row?.slice(0, 14)).toEqual(['x', '', '', 'much', 0.2, 0.3, 5, 4, 1, 1, 12, 2, null, null]);
  const known = { version: 1, state: 'known' as const, imitation: null, columns: { x: 0.5 } };
  expect(driftCsvRows([feature(numbers)], { importance: known, costs: null })[0]?.slice(12, 14)).toEqual([0.5, 0.1]);
});
