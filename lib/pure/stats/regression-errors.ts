import { normalQuantile } from './normal-quantile';
import type { Interval } from './wilson-interval';

export interface RegressionErrors {
  readonly n: number;
  /** Mean absolute error, in the unit of the target. */
  readonly mae: number;
  /** Normal interval of the mean absolute error: mean ± z · deviation / sqrt(n); not below zero. */
  readonly maeInterval: Interval;
  readonly rmse: number;
  /** Share of the variance explained; negative when worse than the mean. */
  readonly r2: number;
  /** Mean of prediction minus label: the bias. */
  readonly meanError: number;
}

/**
 * Errors of numeric predictions against their labels.
 * Source: the usual definitions (scikit-learn); the interval uses the sample deviation (n - 1) of the absolute errors.
 * Edge cases: all NaN without rows; one row gives an interval of NaN; R² of a constant target is 1 when every
 * prediction is right, else 0; NaN for fewer than two rows.
 * Example: regressionErrors([1, 2, 3], [1, 2, 5]) has mae 0.6667, rmse 1.1547, r2 -1.
 */
export function regressionErrors(
  labels: readonly number[],
  predictions: readonly number[],
  confidence = 0.95,
): RegressionErrors {
  if (labels.length !== predictions.length) throw new RangeError('labels and predictions must have the same length');
  const n = labels.length;
  const errors = labels.map((label, i) => (predictions[i] ?? Number.NaN) - label);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / n;
  const absolute = errors.map(Math.abs);
  const mae = mean(absolute);
  const deviation = Math.sqrt(absolute.reduce((sum, value) => sum + (value - mae) ** 2, 0) / (n - 1));
  const spread = (normalQuantile(0.5 + confidence / 2) * deviation) / Math.sqrt(n);
  const middle = mean(labels);
  const squares = errors.reduce((sum, error) => sum + error * error, 0);
  const total = labels.reduce((sum, label) => sum + (label - middle) ** 2, 0);
  const r2 = total > 0 ? 1 - squares / total : squares === 0 ? 1 : 0;
  return {
    n,
    mae,
    maeInterval: n < 2 ? { low: Number.NaN, high: Number.NaN } : { low: Math.max(0, mae - spread), high: mae + spread },
    rmse: Math.sqrt(squares / n),
    r2: n < 2 ? Number.NaN : r2,
    meanError: mean(errors),
  };
}
