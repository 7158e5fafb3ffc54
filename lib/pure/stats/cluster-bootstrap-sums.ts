import { mulberry32 } from './mulberry32';
import { quantileSorted } from './quantile';
import type { Interval } from './wilson-interval';

const RESAMPLES = 1_000;
const SEED = 20_260_101;

/**
 * Percentile intervals of several measures that can be had from sums, when rows come in groups (days) and are not independent: whole
 * groups are drawn with replacement and their sums added. The same draws serve all measures; the seed is fixed.
 * Source: Efron and Tibshirani 1993, ch. 13; Field and Welsh 2007. `sums`: one list of the same length per group.
 * Edge cases: NaN bounds without groups; measures that are NaN in a resample are left out of it.
 * Example: sums [[1, 1], [0, 1]] with the statistic ([right, all]) => [right / all] give one interval from 0 to 1.
 */
export function clusterBootstrapSums(input: {
  readonly sums: readonly Float64Array[];
  readonly statistics: (sum: Float64Array) => readonly number[];
  readonly resamples?: number;
  readonly confidence?: number;
}): Interval[] {
  const { sums, statistics, resamples = RESAMPLES, confidence = 0.95 } = input;
  const [first] = sums;
  if (!first) return [];
  const random = mulberry32(SEED);
  const results: number[][] = statistics(first).map(() => []);
  const total = new Float64Array(first.length);
  const drawn = new Uint32Array(sums.length);
  for (let i = 0; i < resamples; i += 1) {
    drawn.fill(0);
    for (let draw = 0; draw < sums.length; draw += 1) {
      const group = Math.floor(random() * sums.length);
      drawn[group] = (drawn[group] ?? 0) + 1;
    }
    total.fill(0);
    for (let group = 0; group < sums.length; group += 1) {
      const times = drawn[group] ?? 0;
      const sum = sums[group];
      if (times === 0 || !sum) continue;
      for (let at = 0; at < total.length; at += 1) total[at] = (total[at] ?? 0) + times * (sum[at] ?? 0);
    }
    for (const [k, value] of statistics(total).entries()) if (!Number.isNaN(value)) results[k]?.push(value);
  }
  return results.map((values) => {
    const sorted = Float64Array.from(values).sort();
    return {
      low: quantileSorted(sorted, (1 - confidence) / 2),
      high: quantileSorted(sorted, (1 + confidence) / 2),
    };
  });
}
