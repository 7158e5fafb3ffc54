import { invalidInput } from '@/lib/platform/errors';
import { wholeDaysOf } from './course';
import type { PerformanceQuery } from './schema';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 28;
/** As long as the log is kept. */
const MOST_DAYS = 400;

/** The UTC days that the window of a question touches. Throws 422 for one that is empty or too long. */
export function windowOf(query: PerformanceQuery, nowMs: number): [number, number] {
  const toMs = query.to ? Date.parse(query.to) : nowMs;
  const fromMs = query.from ? Date.parse(query.from) : toMs - DEFAULT_DAYS * DAY_MS;
  if (fromMs >= toMs) throw invalidInput('from', 'it must be before "to"');
  const [first, last] = wholeDaysOf(fromMs, toMs);
  if (last - first > MOST_DAYS * DAY_MS) throw invalidInput('from', `it must be ${MOST_DAYS} days before "to" at most`);
  return [first, last];
}
