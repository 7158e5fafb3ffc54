/**
 * Mean squared difference between the probability of the positive class and what happened (1 or 0), from 0 to 1.
 * Source: Brier 1950 in its two-class form. NaN without rows.
 * Example: brierScore([1, 0], [0.8, 0.4]) is 0.1.
 */
export function brierScore(isPositive: readonly (0 | 1)[], probabilities: readonly number[]): number {
  if (isPositive.length !== probabilities.length)
    throw new RangeError('labels and probabilities must have the same length');
  if (isPositive.length === 0) return Number.NaN;
  return (
    isPositive.reduce<number>((sum, y, i) => sum + ((probabilities[i] ?? Number.NaN) - y) ** 2, 0) / isPositive.length
  );
}

/**
 * The sum over all classes of the squared differences, meaned over rows: from 0 to 2 (Brier's original form).
 * `labels[i]` is the index of the true class. Example: brierScoreOfClasses([0], [[0.5, 0.5]]) is 0.5.
 */
export function brierScoreOfClasses(labels: readonly number[], probabilities: readonly (readonly number[])[]): number {
  if (labels.length !== probabilities.length)
    throw new RangeError('labels and probabilities must have the same length');
  const sum = probabilities.reduce(
    (total, row, i) => total + row.reduce((all, p, k) => all + (p - (k === labels[i] ? 1 : 0)) ** 2, 0),
    0,
  );
  return labels.length === 0 ? Number.NaN : sum / labels.length;
}
