import { expect, test } from 'vitest';
import type { DayTogether, TogetherMeasured } from '@/lib/domain/drift/schema';
import { answeredDays, goneDays, outsideDays, togetherPoints, watchedMeasures } from './prepare-together';

const measured = (value: number | null, more: Partial<TogetherMeasured> = {}): TogetherMeasured => ({
  value,
  band: null,
  isOutside: false,
  blamed: [],
  ...more,
});
const day = (date: string, more: Partial<DayTogether> = {}): DayTogether => ({
  day: date,
  rows: 100,
  measuredRows: 80,
  isLearnt: false,
  reconstruction: measured(0.5),
  classifier: measured(0.52, { band: { low: 0.4, high: 0.6 } }),
  ...more,
});

test('points carry the band that their day is held against, and days without an answer are none', () => {
  const days = [day('2026-11-01'), day('2026-11-02', { classifier: measured(null) })];
  expect(togetherPoints(answeredDays({ days }, 'classifier'), 'classifier')).toEqual([
    { t: Date.UTC(2026, 10, 1, 12), value: 0.52, n: 80, low: 0.4, high: 0.6 },
  ]);
  expect(togetherPoints(answeredDays({ days }, 'reconstruction'), 'reconstruction')).toHaveLength(2);
});

test('days outside stand once for each measure, the newest first', () => {
  const out = measured(0.9, { isOutside: true });
  const days = [day('2026-11-01', { classifier: out }), day('2026-11-02', { classifier: out, reconstruction: out })];
  expect(outsideDays({ days }).map(({ day: { day: date }, name }) => [date, name])).toEqual([
    ['2026-11-02', 'classifier'],
    ['2026-11-02', 'reconstruction'],
    ['2026-11-01', 'classifier'],
  ]);
  expect(goneDays({ days: [...days, day('2026-11-03', { measuredRows: 0 })] })).toBe(1);
});

test('says which of the two are watched', () => {
  const watched = (reconstruction: boolean, classifier: boolean) =>
    watchedMeasures({ watched: { reconstruction, classifier } });
  expect([watched(true, true), watched(true, false), watched(false, true), watched(false, false)]).toEqual([
    'both',
    'reconstruction',
    'classifier',
    'none',
  ]);
});
