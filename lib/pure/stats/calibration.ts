import type { ScoreBins } from './binned-curves';

export interface CalibrationPoint {
  /** Mean probability that was given, and the share that came true. */
  readonly given: number;
  readonly happened: number;
  readonly weight: number;
}

/**
 * Probabilities against what happened, in `groups` bins of equal width made of finer ones; bins without rows are left out.
 * `scores` holds the sum of the probabilities of each fine bin. Throws RangeError where the fine bins cannot be grouped evenly.
 * Example: two fine bins with positive [0, 1], negative [1, 0] and scores [0.2, 0.9] in 2 groups give given 0.2 and 0.9, happened 0 and 1.
 */
export function calibrationOfBins(
  bins: ScoreBins & { readonly scores: ArrayLike<number> },
  groups: number,
): CalibrationPoint[] {
  const size = bins.positive.length / groups;
  if (!Number.isInteger(size)) throw new RangeError('the bins cannot be grouped evenly');
  const points: CalibrationPoint[] = [];
  for (let group = 0; group < groups; group += 1) {
    let [positive, weight, scores] = [0, 0, 0];
    for (let bin = group * size; bin < (group + 1) * size; bin += 1) {
      positive += bins.positive[bin] ?? 0;
      weight += (bins.positive[bin] ?? 0) + (bins.negative[bin] ?? 0);
      scores += bins.scores[bin] ?? 0;
    }
    if (weight > 0) points.push({ given: scores / weight, happened: positive / weight, weight });
  }
  return points;
}

/**
 * Expected calibration error: the mean distance of `given` and `happened`, weighted by rows. Source: Naeini et al. 2015.
 * Edge cases: NaN without rows. Example: one point with given 0.8 and happened 0.6 is 0.2.
 */
export function expectedCalibrationError(points: readonly CalibrationPoint[]): number {
  const all = points.reduce((sum, { weight }) => sum + weight, 0);
  return points.reduce((sum, { given, happened, weight }) => sum + weight * Math.abs(given - happened), 0) / all;
}
