import { clusterBootstrapSums } from '../stats/cluster-bootstrap-sums';

/** A bin with fewer labelled rows has no quality of its own. */
export const FEW_LABELLED = 30;
/** Fewer days with labelled rows give no interval. */
export const FEWEST_DAYS = 7;
/** Fewer rows in the window, or in the reference, have no mix. */
const FEW_ROWS = 30;
const RESAMPLES = 500;

/** Labelled rows of one day, bin by bin: how many, what they stand for, and their quality times that. */
export interface DayQuality {
  readonly n: Float64Array;
  readonly weight: Float64Array;
  readonly quality: Float64Array;
}

/** The bins of a column are those of its reference, then values that it does not know, then nulls: each a bin of its own. */
export interface ColumnMix {
  /** Rows per bin. */
  readonly reference: readonly number[];
  readonly window: readonly number[];
  readonly days: readonly DayQuality[];
}

export interface MixCost {
  readonly change: number;
  /** The 95 % interval. */
  readonly low: number;
  readonly high: number;
  /** Share of the window's rows in bins with too few labelled rows, which took the mean. */
  readonly onMean: number;
}

/** few-rows: of the window or the reference. few-days: with labelled rows. thin: no bin has labelled rows enough. */
export type NoMixCost = 'few-rows' | 'few-days' | 'thin';

/**
 * How much a measure of quality is expected to change because one column has another mix than the reference, if quality within each bin
 * stays as it was: Σ_b (q_b − p_b)·m_b, with p_b and q_b the shares of bin b in the reference and in the window, and m_b the mean quality of
 * labelled rows in bin b (a share of right answers, or a mean absolute error in its unit). Post-stratification: Holt and Smith 1979; covariate
 * shift: Shimodaira 2000. It says nothing of a change in what the right answer is (concept drift), and the costs of columns that move together
 * do not add up.
 * Bins with fewer than 30 labelled rows take the mean of all labelled rows. The interval draws whole days of labelled rows with replacement
 * (500 times, fixed seed); the shares are counted and held fixed.
 * Example: shares of 50 and 50 % became 25 and 75 %, and answers were right in 90 % of the first bin and 70 % of the second:
 * (0.25 − 0.5)·0.9 + (0.75 − 0.5)·0.7 = −0.05, five points less. With a third bin that is new, took 20 % of the window, and has no label
 * (shares 50, 50, 0 became 20, 60, 20 %; mean of the labelled rows 0.8): −0.3·0.9 + 0.1·0.7 + 0.2·0.8 = −0.04.
 */
export function mixCost({ reference, window, days }: ColumnMix): MixCost | NoMixCost {
  const [before, now] = [sharesOf(reference), sharesOf(window)];
  if (!before || !now) return 'few-rows';
  const labelled = days.filter(({ n }) => n.some((rows) => rows > 0));
  if (labelled.length < FEWEST_DAYS) return 'few-days';
  const rows = reference.map((_, bin) => labelled.reduce((sum, { n }) => sum + (n[bin] ?? 0), 0));
  const own = [...rows.keys()].filter((bin) => (rows[bin] ?? 0) >= FEW_LABELLED);
  if (own.length === 0) return 'thin';
  const thin = [...rows.keys()].filter((bin) => !own.includes(bin));
  const moved = now.map((share, bin) => share - (before[bin] ?? 0));
  const addUp = (values: ArrayLike<number>, bins: readonly number[]) =>
    bins.reduce((sum, bin) => sum + (values[bin] ?? 0), 0);
  const movedThin = addUp(moved, thin);
  /** Weights of the bins with a quality of their own, then qualities of these, then weight and quality of all others. */
  const sums = labelled.map(({ weight, quality }) =>
    Float64Array.from([
      ...own.map((bin) => weight[bin] ?? 0),
      ...own.map((bin) => quality[bin] ?? 0),
      addUp(weight, thin),
      addUp(quality, thin),
    ]),
  );
  const changeOf = (sum: Float64Array): number => {
    let [weight, quality] = [sum[2 * own.length] ?? 0, sum[2 * own.length + 1] ?? 0];
    let [known, onMean] = [0, movedThin];
    for (const [at, bin] of own.entries()) {
      const [stoodFor, good, share] = [sum[at] ?? 0, sum[own.length + at] ?? 0, moved[bin] ?? 0];
      weight += stoodFor;
      quality += good;
      // A draw of days may have none of them.
      if (stoodFor === 0) onMean += share;
      else known += share * (good / stoodFor);
    }
    return known + onMean * (quality / weight);
  };
  const all = new Float64Array(2 * own.length + 2);
  for (const day of sums) for (let at = 0; at < all.length; at += 1) all[at] = (all[at] ?? 0) + (day[at] ?? 0);
  const [interval] = clusterBootstrapSums({ sums, statistics: (sum) => [changeOf(sum)], resamples: RESAMPLES });
  const { low, high } = interval ?? { low: Number.NaN, high: Number.NaN };
  return { change: changeOf(all), low, high, onMean: addUp(now, thin) };
}

function sharesOf(counts: readonly number[]): number[] | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total < FEW_ROWS ? null : counts.map((count) => count / total);
}
