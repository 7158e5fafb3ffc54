import { quantilesOfSketch } from '@/lib/pure/stats/dd-sketch';
import type { Rollup } from '../predictions';
import type { TrafficMeasures } from './schema';

export const errorsOf = (rollup: Rollup): number => Object.values(rollup.errors).reduce((sum, count) => sum + count, 0);

/** Calls, rows, errors and latency of what a rollup has counted. Latency is kept in microseconds. */
export function measure(rollup: Rollup): TrafficMeasures {
  const [p50 = null, p95 = null, p99 = null] = quantilesOfSketch(rollup.latency, [0.5, 0.95, 0.99]);
  const ms = (us: number | null) => (us === null ? null : us / 1000);
  return {
    calls: rollup.calls,
    rows: rollup.rows,
    errors: errorsOf(rollup),
    timedCalls: rollup.latency.count,
    latencyMs: { p50: ms(p50), p95: ms(p95), p99: ms(p99) },
  };
}
