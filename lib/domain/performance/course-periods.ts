const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;

export interface Period<Day> {
  atMs: number;
  isLearning: boolean;
  /** The seven days of learning that it lies in, from 0; -1 after them. */
  fold: number;
  days: Day[];
}

/** The seven days of learning in which a day lies, from 0. */
export const foldOf = (dayMs: number, fromMs: number): number => Math.floor((dayMs - fromMs) / (WEEK_DAYS * DAY_MS));

/**
 * Days from the first learning day on, each alone or by seven, the oldest first. Weeks begin anew after the last learning day, so that
 * none is of both.
 */
export function periodsOf<Day extends { dayMs: number }>(
  days: readonly Day[],
  bucket: 'day' | 'week',
  [fromMs, toMs]: readonly [number, number],
): Period<Day>[] {
  const periods = new Map<number, Period<Day>>();
  for (const day of days) {
    const { dayMs } = day;
    if (dayMs < fromMs) continue;
    const isLearning = dayMs < toMs;
    const start = isLearning ? fromMs : toMs;
    const week = foldOf(dayMs, start);
    const atMs = bucket === 'day' ? dayMs : start + week * WEEK_DAYS * DAY_MS;
    const period = periods.get(atMs) ?? { atMs, isLearning, fold: isLearning ? week : -1, days: [] };
    period.days.push(day);
    periods.set(atMs, period);
  }
  return [...periods.values()].sort((a, b) => a.atMs - b.atMs);
}
