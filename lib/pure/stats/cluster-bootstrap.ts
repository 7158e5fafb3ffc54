import { mulberry32 } from './mulberry32';
import { quantileSorted } from './quantile';
import type { Interval } from './wilson-interval';

export interface BootstrapInput {
  /** The group of each row; rows of one group are drawn together. Give each row its own group for a plain bootstrap. */
  readonly groups: readonly (string | number)[];
  /** The measure of a resample, given the indexes of its rows; NaN results are left out. */
  readonly statistic: (rows: readonly number[]) => number;
  readonly resamples?: number;
  readonly confidence?: number;
  /** Numbers in [0, 1); the default is a fixed seed, so that the same rows give the same interval. */
  readonly random?: () => number;
}

const DEFAULT_RESAMPLES = 1_000;
const DEFAULT_SEED = 20_260_101;

/**
 * Percentile interval of a measure when rows come in groups (many feedback rows of one person) and are not independent.
 * Source: Efron and Tibshirani 1993, ch. 13; whole groups are drawn with replacement (Field and Welsh 2007).
 * Edge cases: NaN bounds without rows; a single group gives an interval of width zero, which says nothing.
 * Example: ten rows of ten groups with values 0 to 9, statistic = mean, give about [2.8, 6.3].
 */
export function clusterBootstrap(input: BootstrapInput): Interval & { readonly groupCount: number } {
  const {
    groups,
    statistic,
    resamples = DEFAULT_RESAMPLES,
    confidence = 0.95,
    random = mulberry32(DEFAULT_SEED),
  } = input;
  const byGroup = new Map<string | number, number[]>();
  for (const [row, group] of groups.entries()) {
    const rows = byGroup.get(group);
    if (rows) rows.push(row);
    else byGroup.set(group, [row]);
  }
  const clusters = [...byGroup.values()];
  if (clusters.length === 0) return { low: Number.NaN, high: Number.NaN, groupCount: 0 };
  const results: number[] = [];
  for (let i = 0; i < resamples; i += 1) {
    const rows: number[] = [];
    for (let draw = 0; draw < clusters.length; draw += 1)
      for (const row of clusters[Math.floor(random() * clusters.length)] ?? []) rows.push(row);
    const result = statistic(rows);
    if (!Number.isNaN(result)) results.push(result);
  }
  const sorted = Float64Array.from(results).sort();
  return {
    low: quantileSorted(sorted, (1 - confidence) / 2),
    high: quantileSorted(sorted, (1 + confidence) / 2),
    groupCount: clusters.length,
  };
}
