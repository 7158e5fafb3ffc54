import { grainAt, grainMs } from '../predictions';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SIZES: readonly { upToMs: number; bucketMs: number }[] = [
  { upToMs: 3 * HOUR_MS, bucketMs: 60_000 },
  { upToMs: 26 * HOUR_MS, bucketMs: 600_000 },
  { upToMs: 8 * DAY_MS, bucketMs: HOUR_MS },
  { upToMs: 35 * DAY_MS, bucketMs: 6 * HOUR_MS },
];

/**
 * Length of a bucket for a window: 300 of them at most up to 300 days, and never finer than the log keeps at the window's start.
 * Example: the last hour is in minutes, the last seven days in hours, one hour of last month in one hour.
 */
export function bucketMsOf(fromMs: number, toMs: number, nowMs: number): number {
  const wanted = SIZES.find(({ upToMs }) => toMs - fromMs <= upToMs)?.bucketMs ?? DAY_MS;
  return Math.max(wanted, grainMs[grainAt(fromMs, nowMs)]);
}

export const bucketOf = (atMs: number, bucketMs: number): number => Math.floor(atMs / bucketMs) * bucketMs;

const DEFAULT_MS = 7 * DAY_MS;

/** The window of a query: the last seven days where it names none. */
export function windowOf(query: { from?: string | undefined; to?: string | undefined }, now: Date): [number, number] {
  const toMs = query.to ? Date.parse(query.to) : now.getTime();
  const fromMs = query.from ? Date.parse(query.from) : toMs - DEFAULT_MS;
  return [fromMs, toMs];
}
