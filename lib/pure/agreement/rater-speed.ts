import { quantileSorted } from '../stats/quantile';

export interface RaterSpeed {
  /** Times that were used. */
  readonly n: number;
  /** Lower quartile, median and upper quartile of the seconds taken. */
  readonly quartilesSeconds: { readonly lower: number; readonly median: number; readonly upper: number } | null;
}

/**
 * How long a rater takes for a unit, in seconds. Quartiles, because a unit that was left open over lunch would carry a mean away.
 * Source: quantiles of Hyndman and Fan 1996, definition 7.
 * Edge cases: null without a time; times that are missing, below 0 or not finite are left out.
 * Example: raterSpeed([4, 1, 2, 3, null]) has n 4, quartiles 1.75, 2.5 and 3.25.
 */
export function raterSpeed(seconds: readonly (number | null)[]): RaterSpeed {
  const used = seconds.filter((one): one is number => one !== null && Number.isFinite(one) && one >= 0);
  if (used.length === 0) return { n: 0, quartilesSeconds: null };
  const sorted = Float64Array.from(used).sort();
  return {
    n: used.length,
    quartilesSeconds: {
      lower: quantileSorted(sorted, 0.25),
      median: quantileSorted(sorted, 0.5),
      upper: quantileSorted(sorted, 0.75),
    },
  };
}
