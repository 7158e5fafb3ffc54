import { clusterBootstrapSums } from '../stats/cluster-bootstrap-sums';

/** Sums of one slice on one day: rows, what they stand for, and the weighted sum of what is averaged (right answers, distances). */
export interface SliceSum {
  n: number;
  weight: number;
  sum: number;
}

export interface Estimate {
  /** NaN where it cannot be said. */
  value: number;
  low: number;
  high: number;
}

export interface SliceComparison {
  n: number;
  /** Days on which the slice has rows. */
  days: number;
  mean: Estimate;
  /** Mean of the slice minus the mean of all other slices of the column. */
  difference: Estimate;
}

/**
 * The mean of each slice of a column and its difference to the rest, with 95 % percentile intervals from drawing whole days again;
 * slice and rest are drawn together, so that a bad day for both does not make them differ.
 * Source: Efron and Tibshirani 1993, ch. 13; Field and Welsh 2007. `days`: for each day the sums by slice.
 * Edge cases: no interval (NaN) for a slice, or against a rest, of fewer than `leastDays` days; NaN for means without rows.
 * Example: one day {a: 2 of 4 right, b: 3 of 3} gives a the mean 0.5 and the difference -0.5.
 */
export function compareSlices(
  days: readonly ReadonlyMap<string, SliceSum>[],
  slices: readonly string[],
  leastDays: number,
): SliceComparison[] {
  const sums = days.map((day) =>
    Float64Array.from(
      slices.flatMap((slice) => {
        const found = day.get(slice);
        return [found?.weight ?? 0, found?.sum ?? 0];
      }),
    ),
  );
  const total = addUp(sums, 2 * slices.length);
  const intervals = clusterBootstrapSums({ sums, statistics: meansOf });
  const plain = meansOf(total);
  const daysWith = (slice: string) => days.filter((day) => (day.get(slice)?.n ?? 0) > 0).length;
  const daysWithout = (slice: string) =>
    days.filter((day) => [...day].some(([key, { n }]) => key !== slice && n > 0)).length;
  const estimate = (at: number, isDrawn: boolean): Estimate => ({
    value: plain[at] ?? Number.NaN,
    low: isDrawn ? (intervals[at]?.low ?? Number.NaN) : Number.NaN,
    high: isDrawn ? (intervals[at]?.high ?? Number.NaN) : Number.NaN,
  });
  return slices.map((slice, k) => {
    const own = daysWith(slice);
    return {
      n: days.reduce((sum, day) => sum + (day.get(slice)?.n ?? 0), 0),
      days: own,
      mean: estimate(2 * k, own >= leastDays),
      difference: estimate(2 * k + 1, own >= leastDays && daysWithout(slice) >= leastDays),
    };
  });
}

function addUp(sums: readonly Float64Array[], length: number): Float64Array {
  const total = new Float64Array(length);
  for (const sum of sums) for (const [at, value] of sum.entries()) total[at] = (total[at] ?? 0) + value;
  return total;
}

/** Mean and difference to the rest of each slice, from weight and sum of each. */
function meansOf(total: Float64Array): number[] {
  let [weight, sum] = [0, 0];
  for (let at = 0; at < total.length; at += 2) {
    weight += total[at] ?? 0;
    sum += total[at + 1] ?? 0;
  }
  const means: number[] = [];
  for (let at = 0; at < total.length; at += 2) {
    const [own = 0, ownSum = 0] = [total[at], total[at + 1]];
    const mean = own > 0 ? ownSum / own : Number.NaN;
    const rest = weight - own;
    means.push(mean, rest > 1e-9 * weight ? mean - (sum - ownSum) / rest : Number.NaN);
  }
  return means;
}
