/** Arithmetic mean. Edge cases: NaN for an empty list. Example: meanOf([1, 2, 3]) is 2. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i] ?? 0;
  const mean = sum / values.length;
  // A second pass takes away what the long sum lost, so that the mean of equal values is that value.
  let rest = 0;
  for (let i = 0; i < values.length; i += 1) rest += (values[i] ?? 0) - mean;
  return Number.isFinite(mean) ? mean + rest / values.length : mean;
}

/** Sum of the squared differences from `centre`. Example: squaresAround([1, 2, 3], 2) is 2. */
export function squaresAround(values: ArrayLike<number>, centre: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) {
    const difference = (values[i] ?? 0) - centre;
    sum += difference * difference;
  }
  return sum;
}

/**
 * Standard deviation; `lost` is 0 for the population's (numpy's default) and 1 for the sample's.
 * Edge cases: NaN where values are no more than `lost`.
 * Example: deviationOf([1, 2, 3], 1) is 1.
 */
export function deviationOf(values: ArrayLike<number>, lost: 0 | 1): number {
  if (values.length <= lost) return Number.NaN;
  return Math.sqrt(squaresAround(values, meanOf(values)) / (values.length - lost));
}
