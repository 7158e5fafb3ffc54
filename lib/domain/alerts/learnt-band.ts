import { LEAST_DAYS, type LearntBand } from './schema';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Mean and sample standard deviation (n - 1) of what the days had; null with fewer than seven days. */
export function learnBand(values: readonly number[]): LearntBand {
  const days = values.length;
  if (days < LEAST_DAYS) return { mean: null, deviation: null, days };
  const mean = values.reduce((sum, value) => sum + value, 0) / days;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (days - 1)), days };
}

/**
 * The hours of earlier days that a window is compared with: whole UTC hours, because older traffic is kept by the hour.
 * Example: 14:32 to 14:37 of today is compared with 14:00 to 15:00 of yesterday and of the days before.
 */
export function sameHours(window: { fromMs: number; toMs: number }, days: number): { fromMs: number; toMs: number }[] {
  const fromMs = Math.floor(window.fromMs / HOUR_MS) * HOUR_MS;
  const toMs = Math.ceil(window.toMs / HOUR_MS) * HOUR_MS;
  return Array.from({ length: days }, (_, day) => ({
    fromMs: fromMs - (day + 1) * DAY_MS,
    toMs: toMs - (day + 1) * DAY_MS,
  }));
}
