import { countBands, quantilesOfSketch } from '@/lib/pure/stats/dd-sketch';
import { emptyRollup, mergeRollup, type Rollup } from '../predictions';
import type { Traffic } from './schema';
import { bucketOf } from './time-buckets';

const MOST_PERIODS = 8;
const MOST_BANDS = 14;

/**
 * Calls by period and latency: whole buckets are put together to eight periods at most, and bands double from the one that holds the
 * fastest call on, in milliseconds. Right within 1 % at the edges.
 */
export function latencyHeat(
  buckets: readonly [atMs: number, rollup: Rollup][],
  { fromMs, toMs, bucketMs }: { fromMs: number; toMs: number; bucketMs: number },
): Traffic['heat'] {
  const periodMs = Math.ceil((toMs - fromMs) / bucketMs / MOST_PERIODS) * bucketMs;
  const periods = new Map<number, Rollup>();
  const total = emptyRollup();
  for (const [at, rollup] of buckets) {
    mergeRollup(total, rollup);
    const start = fromMs + bucketOf(at - fromMs, periodMs);
    const period = periods.get(start) ?? emptyRollup();
    mergeRollup(period, rollup);
    periods.set(start, period);
  }
  const [fastest = null, slowest = null] = quantilesOfSketch(total.latency, [0, 1]);
  if (fastest === null || slowest === null) return { periodMs, bandsMs: [], periods: [] };
  const exponent = (us: number) => Math.floor(Math.log2(Math.max(us, 1) / 1000));
  const first = Math.max(exponent(fastest), exponent(slowest) - MOST_BANDS + 1);
  const bandsMs = Array.from({ length: exponent(slowest) - first + 1 }, (_, i) => 2 ** (first + i));
  const edges = bandsMs.map((ms) => ms * 1000);
  return {
    periodMs,
    bandsMs,
    periods: [...periods].map(([at, { latency }]) => ({
      at: new Date(at).toISOString(),
      calls: countBands(latency, edges),
    })),
  };
}
