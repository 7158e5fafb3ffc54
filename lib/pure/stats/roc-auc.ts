/**
 * Area under the ROC curve: how often a random positive row scores above a random negative one, ties counting half.
 * Source: the Mann-Whitney statistic by mid-ranks. Edge cases: NaN when only one class is present.
 * Example: rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) is 0.75.
 */
export function rocAuc(isPositive: readonly (0 | 1)[], scores: readonly number[]): number {
  if (isPositive.length !== scores.length) throw new RangeError('labels and scores must have the same length');
  const order = scores.map((_, i) => i).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    const score = scores[order[start] ?? 0];
    while (end < order.length && scores[order[end] ?? 0] === score) end += 1;
    // Ranks start + 1 to end share their mean.
    const rank = (start + 1 + end) / 2;
    for (let i = start; i < end; i += 1) {
      if (isPositive[order[i] ?? 0] !== 1) continue;
      positives += 1;
      rankSum += rank;
    }
    start = end;
  }
  const negatives = isPositive.length - positives;
  if (positives === 0 || negatives === 0) return Number.NaN;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * The mean of the ROC AUC of each class against the rest. `labels[i]` is the index of the true class.
 * Edge cases: NaN when a class has no row or all rows.
 */
export function rocAucOfClasses(labels: readonly number[], probabilities: readonly (readonly number[])[]): number {
  const classes = probabilities[0]?.length ?? 0;
  let sum = classes === 0 ? Number.NaN : 0;
  for (let k = 0; k < classes; k += 1)
    sum += rocAuc(
      labels.map((label) => (label === k ? 1 : 0)),
      probabilities.map((row) => row[k] ?? Number.NaN),
    );
  return sum / classes;
}
