/** The step of doubles at 1: probabilities are kept this far from 0 and 1, as scikit-learn does. */
const EPSILON = 2 ** -52;

/**
 * Mean negative natural logarithm of the probability given to the true class.
 * `probabilities[i]` holds one number per class, `labels[i]` the index of the true one. Rows are normalised to sum 1.
 * Edge cases: 0 and 1 are moved by 2^-52 to stay finite; NaN without rows.
 * Example: logLoss([0], [[0.8, 0.2]]) is 0.2231435513142097.
 */
export function logLoss(labels: readonly number[], probabilities: readonly (readonly number[])[]): number {
  if (labels.length !== probabilities.length)
    throw new RangeError('labels and probabilities must have the same length');
  const sum = labels.reduce((total, label, i) => {
    const row = probabilities[i] ?? [];
    const clipped = row.map((p) => Math.min(1 - EPSILON, Math.max(EPSILON, p)));
    const whole = clipped.reduce((all, p) => all + p, 0);
    return total - Math.log((clipped[label] ?? Number.NaN) / whole);
  }, 0);
  return labels.length === 0 ? Number.NaN : sum / labels.length;
}
