import { clusterBootstrapSums } from '../stats/cluster-bootstrap-sums';
import type { Estimate } from './compare-slices';

/** Numerator and denominator of a rate on one day. */
export type RateSum = readonly [numerator: number, denominator: number];

export interface RateComparison {
  /** By group in their order, with the days on which the rate is of something. */
  groups: (Estimate & { days: number })[];
  /** The groups with the highest and the lowest rate among those with enough rows and days; null where fewer than two have. */
  extremes: { highest: number; lowest: number; gap: Estimate; ratio: Estimate } | null;
}

/**
 * One rate (a share, a mean) side by side over groups, and the largest gap between two of them: highest minus lowest, and lowest over
 * highest, with 95 % percentile intervals from drawing whole days again. The pair is the one that the rows show, so its gap is
 * rather too wide than too narrow.
 * Source: Hardt, Price and Srebro 2016 (true and false positive rates by group); Feldman et al. 2015 (the ratio of rates).
 * `days`: for each day the sums by group. `isCompared`: whether a group has rows enough to be an extreme.
 * Edge cases: NaN where a denominator is 0; no interval with fewer than `leastDays` days; the ratio is NaN unless both rates are 0 or more.
 * Example: one day with 1 of 4 and 2 of 4 gives 0.25 and 0.5; with leastDays 1 the gap is 0.25 and the ratio 0.5.
 */
export function compareRates(
  days: readonly (readonly RateSum[])[],
  isCompared: readonly boolean[],
  leastDays: number,
): RateComparison {
  const size = isCompared.length;
  const sums = days.map((day) => Float64Array.from(Array.from({ length: size }, (_, k) => day[k] ?? [0, 0]).flat()));
  const total = new Float64Array(2 * size);
  for (const sum of sums) for (const [at, value] of sum.entries()) total[at] = (total[at] ?? 0) + value;
  const rateOf = (sum: Float64Array, k: number) => {
    const denominator = sum[2 * k + 1] ?? 0;
    return denominator > 0 ? (sum[2 * k] ?? 0) / denominator : Number.NaN;
  };
  const rates = isCompared.map((_, k) => rateOf(total, k));
  const daysOf = isCompared.map((_, k) => days.filter((day) => (day[k]?.[1] ?? 0) > 0).length);
  const met = rates
    .map((rate, k) => ({ rate, k }))
    .filter(({ rate, k }) => isCompared[k] && !Number.isNaN(rate) && (daysOf[k] ?? 0) >= leastDays)
    .sort((a, b) => b.rate - a.rate);
  const [first, last] = [met[0], met.at(-1)];
  const pair = first && last && first !== last ? ([first.k, last.k] as const) : null;
  const statistics = (sum: Float64Array) => {
    const each = isCompared.map((_, k) => rateOf(sum, k));
    if (!pair) return each;
    const [high = Number.NaN, low = Number.NaN] = [each[pair[0]], each[pair[1]]];
    return [...each, high - low, high > 0 && low >= 0 ? low / high : Number.NaN];
  };
  const plain = statistics(total);
  const intervals = clusterBootstrapSums({ sums, statistics });
  const estimate = (at: number, isDrawn: boolean): Estimate => ({
    value: plain[at] ?? Number.NaN,
    low: isDrawn ? (intervals[at]?.low ?? Number.NaN) : Number.NaN,
    high: isDrawn ? (intervals[at]?.high ?? Number.NaN) : Number.NaN,
  });
  return {
    groups: daysOf.map((own, k) => ({ ...estimate(k, own >= leastDays), days: own })),
    extremes: pair
      ? { highest: pair[0], lowest: pair[1], gap: estimate(size, true), ratio: estimate(size + 1, true) }
      : null,
  };
}
