import { lastDueMs } from '@/lib/pure/calendar/last-due';
import type { ReportScheduleContent } from './schema';

const WEEK_MS = 7 * 86_400_000;

type Times = Pick<ReportScheduleContent, 'every' | 'weekday' | 'hour'>;

const monthAt = (year: number, month: number, hour: number): number => Date.UTC(year, month, 1, hour);

/** The last moment up to `now` at which a report is due. */
export const lastDue = (times: Times, now: Date): Date => new Date(lastDueMs(times, now.getTime()));

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
