import type { ReadPairs } from './read-pairs';
import type { Computing, RunningPrice, Traffic } from './schema';

const DAY_MS = 86_400_000;
const SECONDS_AN_HOUR = 3600;
const PER_ROWS = 1000;
/** A month, so that it is the same one whenever it is asked. */
const MONTH_DAYS = 30;

/** What both versions were asked, and per month at that pace; no month of less than a day. Null without calls. */
export function trafficOf({ span, asked }: Pick<ReadPairs, 'span' | 'asked'>): Traffic | null {
  if (span === null) return null;
  const [fromMs, toMs] = span;
  const days = (toMs - fromMs) / DAY_MS;
  return {
    rows: asked,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    perMonth: days < 1 ? null : (asked / days) * MONTH_DAYS,
  };
}

/**
 * What a version computed for these calls: a runner computes in one thread, so that its running time is processor time at most. Calls that
 * ran together have the time of their run each, which counts it more than once. Null where no time was measured.
 * Example: 3,600,000,000 microseconds of 500,000 rows are 7.2 seconds per 1,000, at 0.05 an hour 0.0001.
 */
export function computingOf(
  measured: { us: number; calls: number; rows: number },
  price: RunningPrice | null,
  traffic: Traffic | null,
): Computing | null {
  if (measured.rows === 0) return null;
  const secondsPer1000 = (measured.us / 1e6 / measured.rows) * PER_ROWS;
  const pricePer1000 = price && (secondsPer1000 / SECONDS_AN_HOUR) * price.perHour;
  const perMonth = traffic?.perMonth ?? null;
  return {
    calls: measured.calls,
    rows: measured.rows,
    secondsPer1000,
    pricePer1000,
    pricePerMonth: pricePer1000 === null || perMonth === null ? null : (pricePer1000 * perMonth) / PER_ROWS,
  };
}
