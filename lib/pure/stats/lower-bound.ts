/**
 * The first place in a sorted list whose value is not before; its length where all are.
 * Example: lowerBound(Float64Array.of(1, 2, 2, 3), (value) => value < 2) is 1.
 */
export function lowerBound(sorted: Float64Array, isBefore: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(sorted[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
