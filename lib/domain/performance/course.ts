import { emptyMeasures, type Measures, mergeMeasures } from './measures';
import type { PerformanceDay } from './store';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** 1 January 1970 was a Thursday: the first Monday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;
/** The whole UTC days that a window touches. */
export const wholeDaysOf = (fromMs: number, toMs: number): [number, number] => [
  Math.floor(fromMs / DAY_MS) * DAY_MS,
  Math.ceil(toMs / DAY_MS) * DAY_MS,
];

/** Up to here a point is a day. */
const MOST_DAYS = 62;

export const bucketOfDays = (days: number): 'day' | 'week' => (days <= MOST_DAYS ? 'day' : 'week');

export const startOf = (dayMs: number, bucket: 'day' | 'week'): number =>
  bucket === 'day' ? dayMs : Math.floor((dayMs - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS + FIRST_MONDAY_MS;

/**
 * Measures added up per own day of the rows or per week that begins on a Monday (UTC), the oldest first. Nothing is made up for days
 * without labels.
 */
export function sumByBucket(days: readonly PerformanceDay[], bucket: 'day' | 'week'): [number, Measures][] {
  const sums = new Map<number, Measures>();
  for (const { ownDayMs, measures } of days) {
    const at = startOf(ownDayMs, bucket);
    const sum = sums.get(at) ?? emptyMeasures();
    mergeMeasures(sum, measures);
    sums.set(at, sum);
  }
  return [...sums].filter(([, { n }]) => n > 0).sort(([a], [b]) => a - b);
}

export function sumOf(days: readonly Pick<PerformanceDay, 'measures'>[]): Measures {
  const sum = emptyMeasures();
  for (const { measures } of days) mergeMeasures(sum, measures);
  return sum;
}

export const countDays = (days: readonly PerformanceDay[]): number =>
  new Set(days.filter(({ measures }) => measures.n > 0).map(({ ownDayMs }) => ownDayMs)).size;
