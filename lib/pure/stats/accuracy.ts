/**
 * Share of rows where the prediction equals the label.
 * Edge cases: NaN without rows; both lists must have the same length.
 * Example: accuracy(['a', 'b'], ['a', 'a']) is 0.5.
 */
export function accuracy<Label extends string | number>(
  labels: readonly Label[],
  predictions: readonly Label[],
): number {
  if (labels.length !== predictions.length) throw new RangeError('labels and predictions must have the same length');
  if (labels.length === 0) return Number.NaN;
  let right = 0;
  for (const [i, label] of labels.entries()) if (label === predictions[i]) right += 1;
  return right / labels.length;
}
