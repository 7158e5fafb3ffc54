import type { ReportScheduleContent } from './schema';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const HOUR_MS = 3_600_000;
/** 1 January 1970 was a Thursday: the first Monday came four days later. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

type Times = Pick<ReportScheduleContent, 'every' | 'weekday' | 'hour'>;

const monthAt = (year: number, month: number, hour: number): number => Date.UTC(year, month, 1, hour);

/**
 * The last moment up to `now` at which a report is due. Example: weekly on Monday at 6, on Wednesday 25 November 2026: Monday 23
 * November 2026, 6:00 UTC.
 */
export function lastDue({ every, weekday, hour }: Times, now: Date): Date {
  const nowMs = now.getTime();
  if (every === 'month') {
    const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
    const thisMonth = monthAt(year, month, hour);
    return new Date(thisMonth <= nowMs ? thisMonth : monthAt(year, month - 1, hour));
  }
  const offsetMs = FIRST_MONDAY_MS + (weekday - 1) * DAY_MS + hour * HOUR_MS;
  return new Date(Math.floor((nowMs - offsetMs) / WEEK_MS) * WEEK_MS + offsetMs);
}

/** The first moment after `now` at which a report is due. */
export function nextDue(times: Times, now: Date): Date {
  const last = lastDue(times, now);
  if (times.every === 'week') return new Date(last.getTime() + WEEK_MS);
  return new Date(monthAt(last.getUTCFullYear(), last.getUTCMonth() + 1, times.hour));
}

/** The window of a report that is due at a moment: the week, or the month, that ends there. */
export function windowBefore({ every, hour }: Times, due: Date): { from: Date; to: Date } {
  const fromMs =
    every === 'week' ? due.getTime() - WEEK_MS : monthAt(due.getUTCFullYear(), due.getUTCMonth() - 1, hour);
  return { from: new Date(fromMs), to: due };
}
