import { expect, test } from 'vitest';
import type { TriedDetector } from '@/lib/domain/drift/schema';
import { drawnLimit, drawnValue, kindsFor, TRIED_CSV_COLUMNS, triedCsvRows, usualSize } from './prepare-change';

const outside = { below: 0, above: 0 };
const numbers = (reference: number[]) => ({
  kind: 'number' as const,
  edges: [0, 1, 2],
  reference,
  current: [0, 0],
  referenceOutside: outside,
  currentOutside: outside,
  referenceQuantiles: [],
});
const detector: TriedDetector = {
  name: 'calibrated',
  upper: null,
  lower: 0.01,
  hasAnswer: true,
  noticed: { day: '2026-01-05', delayDays: 2 },
  hiddenDays: 0,
  alarmDays: 2,
  alarms: 1,
  columnAlarmDays: null,
  days: [],
};

test('a column is offered what it can undergo', () => {
  expect(kindsFor(numbers([3, 4]))).toEqual(['shift', 'nulls']);
  expect(kindsFor(numbers([0, 4]))).toEqual(['nulls']);
  expect(
    kindsFor({ kind: 'category', categories: ['a'], reference: [1], current: [1], referenceOther: 0, currentOther: 0 }),
  ).toEqual(['category-grows', 'new-category', 'nulls']);
  expect([usualSize('shift'), usualSize('nulls')]).toEqual([0.5, 0.1]);
});

test('p is drawn as a rarity against the rarity of the level, distances as they are', () => {
  expect([drawnValue(detector, 0.001), drawnLimit(detector)]).toEqual([3, 2]);
  const psi = { ...detector, name: 'psi' as const, upper: 0.2, lower: null };
  expect([drawnValue(psi, 0.3), drawnLimit(psi)]).toEqual([0.3, 0.2]);
});

test('the CSV has a value for each of its columns', () => {
  const [row] = triedCsvRows({
    version: 1,
    settings: { learningDays: 28, falseAlarms: 1, against: 'first', learnFrom: null },
    column: 'age',
    kind: 'shift',
    size: 1,
    category: null,
    from: '2026-01-03',
    days: [],
    detectors: [detector],
  });
  expect(row).toHaveLength(TRIED_CSV_COLUMNS.length);
  expect(row?.slice(5, 10)).toEqual(['calibrated', null, 0.01, '2026-01-05', 2]);
});
