/**
 * Counts divided by their sum. Edge cases: all NaN when the sum is 0.
 * Example: countShares([1, 3]) is [0.25, 0.75].
 */
export function countShares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total > 0 ? count / total : Number.NaN));
}
