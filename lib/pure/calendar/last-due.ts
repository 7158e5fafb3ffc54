const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** 1 January 1970 was a Thursday: the first Monday came four days later. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

export interface Schedule {
  readonly every: 'day' | 'week' | 'month';
  /** 1 is Monday; of a week only. */
  readonly weekday: number;
  /** UTC. */
  readonly hour: number;
}

/** Days of a week from Monday, as texts are named. */
export const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

/**
 * The last moment up to `nowMs` at which a schedule is due, in milliseconds since 1970. Example: weekly on Monday at 6, on Wednesday
 * 25 November 2026: Monday 23 November 2026, 6:00 UTC.
 */
export function lastDueMs({ every, weekday, hour }: Schedule, nowMs: number): number {
  if (every === 'month') {
    const now = new Date(nowMs);
    const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
    const thisMonth = Date.UTC(year, month, 1, hour);
    return thisMonth <= nowMs ? thisMonth : Date.UTC(year, month - 1, 1, hour);
  }
  const periodMs = every === 'week' ? WEEK_MS : DAY_MS;
  const offsetMs = hour * HOUR_MS + (every === 'week' ? FIRST_MONDAY_MS + (weekday - 1) * DAY_MS : 0);
  return Math.floor((nowMs - offsetMs) / periodMs) * periodMs + offsetMs;
}
