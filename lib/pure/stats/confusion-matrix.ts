export interface ConfusionMatrix<Label extends string | number = string> {
  readonly classes: readonly Label[];
  /** counts[i][j]: rows of class i that were predicted as class j. */
  readonly counts: readonly (readonly number[])[];
}

/**
 * Counts of label against prediction, the label down and the prediction across (as scikit-learn).
 * `classes` gives the order; without it, all values met, sorted. Values outside `classes` are left out.
 * Example: confusionMatrix(['a','b','b'], ['a','a','b']).counts is [[1,0],[1,1]].
 */
export function confusionMatrix<Label extends string | number>(
  labels: readonly Label[],
  predictions: readonly Label[],
  classes: readonly Label[] = sortedClasses([...labels, ...predictions]),
): ConfusionMatrix<Label> {
  if (labels.length !== predictions.length) throw new RangeError('labels and predictions must have the same length');
  const index = new Map(classes.map((one, i) => [one, i]));
  const counts = classes.map(() => classes.map(() => 0));
  for (const [i, label] of labels.entries()) {
    const prediction = predictions[i];
    const down = index.get(label);
    const across = prediction === undefined ? undefined : index.get(prediction);
    const row = down === undefined ? undefined : counts[down];
    if (row && across !== undefined) row[across] = (row[across] ?? 0) + 1;
  }
  return { classes, counts };
}

function sortedClasses<Label extends string | number>(values: readonly Label[]): Label[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
