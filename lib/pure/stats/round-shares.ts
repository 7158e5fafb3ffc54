/**
 * Whole numbers in the proportions of `weights` that add up to `total` (largest remainders: Hamilton 1792); of equal remainders the earlier
 * one is raised. Edge cases: weights that are all zero give zeros.
 * Example: roundShares([1, 1, 1], 10) is [4, 3, 3].
 */
export function roundShares(weights: readonly number[], total: number): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (!(sum > 0)) return weights.map(() => 0);
  const exact = weights.map((weight) => (weight / sum) * total);
  const rounded = exact.map(Math.floor);
  const missing = total - rounded.reduce((all, count) => all + count, 0);
  const order = exact
    .map((value, at) => ({ at, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at);
  for (const { at } of order.slice(0, missing)) rounded[at] = (rounded[at] ?? 0) + 1;
  return rounded;
}
