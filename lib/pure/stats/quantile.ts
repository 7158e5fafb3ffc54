/**
 * Quantile of numbers sorted upwards, by linear interpolation between the two nearest ranks.
 * Source: Hyndman and Fan 1996, definition 7 (the default of R and numpy). `share` is from 0 to 1.
 * Edge cases: NaN for an empty list; one number is its own quantile.
 * Example: quantileSorted([1, 2, 3, 4], 0.25) is 1.75.
 */
export function quantileSorted(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const rank = Math.min(1, Math.max(0, share)) * (sorted.length - 1);
  const below = Math.floor(rank);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  // Written from the nearer end, as numpy does, so that the result is exact at both.
  const weight = rank - below;
  return weight < 0.5 ? low + (high - low) * weight : high - (high - low) * (1 - weight);
}
