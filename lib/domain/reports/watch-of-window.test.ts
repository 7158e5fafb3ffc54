import { expect, test } from 'vitest';
import type { DriftWatch, WatchedDay } from '../drift/schema';
import { watchOfWindow } from './watch-of-window';

const DAY = 86_400_000;
const day = (number: number, more: Partial<WatchedDay> = {}): WatchedDay => ({
  day: `2026-11-${String(number).padStart(2, '0')}`,
  rows: 10,
  window: 1,
  p: 0.5,
  isAlarm: false,
  isNew: false,
  moved: [],
  ...more,
});
const watch = (more: Partial<DriftWatch> = {}): DriftWatch => ({
  version: 1,
  settings: { learningDays: 7, falseAlarms: 3, against: 'first', learnFrom: null },
  basis: 'received',
  hasReference: true,
  together: { reconstruction: false, classifier: false },
  learning: { days: 7, wanted: 7, from: null, to: null, rows: 70 },
  level: 0.001,
  days: [
    day(9, { p: null, window: null }),
    day(10, { isAlarm: true, isNew: true }),
    day(11, { isAlarm: true }),
    day(12, { isAlarm: true, isNew: true }),
    day(13),
  ],
  alarms: 2,
  expectedFalseAlarms: 9,
  shuffled: null,
  ...more,
});

test('keeps the days that the window touches, and counts the alarms that begin in them', () => {
  const fromMs = Date.UTC(2026, 10, 11, 6);
  const found = watchOfWindow(watch(), { fromMs, toMs: Date.UTC(2026, 10, 13) });
  expect(found.days.map(({ day: name }) => name)).toEqual(['2026-11-11', '2026-11-12']);
  expect([found.alarms, found.expectedFalseAlarms]).toEqual([1, 0.2]);
});

test('takes the last days where rows name their own time', () => {
  const toMs = Date.UTC(2030, 0, 1);
  const found = watchOfWindow(watch({ basis: 'own-time' }), { fromMs: toMs - 4 * DAY, toMs });
  expect(found.days.map(({ day: name }) => name)).toEqual(['2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13']);
  expect(found.alarms).toBe(2);
});
