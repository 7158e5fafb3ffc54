import type { NumberProfile } from '../stats/reference-profile';

/** Standard deviation of the reference, its values taken at the middle of their bins; infinite ones are left out. */
export function binnedDeviation({ edges, counts }: NumberProfile): number {
  let [n, sum] = [0, 0];
  const inner = edges.slice(1).map((high, bin) => {
    const [count, middle] = [counts[bin + 1] ?? 0, ((edges[bin] ?? high) + high) / 2];
    n += count;
    sum += count * middle;
    return { count, middle };
  });
  const squares = inner.reduce((all, { count, middle }) => all + count * (middle - sum / n) ** 2, 0);
  return n > 0 ? Math.sqrt(squares / n) : 0;
}

/** Edges with one more at each end: values beyond the reference are taken to lie within one bin's width of it. */
export function closedEdges(edges: readonly number[]): number[] {
  const [first = 0, second = first + 1] = edges;
  const [last = 1, beforeLast = last - 1] = edges.toReversed();
  return [first - (second - first), ...edges, last + (last - beforeLast)];
}

/**
 * Earth mover's distance of two counts over the same bins, in the unit of the values: the integral of |F - G|, where both distribution
 * functions are straight within a bin. It is off by at most the mean width of the bins that the values lie in.
 * Edge cases: NaN without values on a side.
 * Example: over the edges [0, 1, 2], [0, 1, 0, 0] and [0, 0, 1, 0] are 1 apart.
 */
export function binnedWasserstein(
  edges: readonly number[],
  reference: readonly number[],
  current: readonly number[],
): number {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const [n, m] = [total(reference), total(current)];
  if (n === 0 || m === 0) return Number.NaN;
  const closed = closedEdges(edges);
  let [before, distance] = [0, 0];
  for (const [bin, count] of reference.entries()) {
    const width = (closed[bin + 1] ?? 0) - (closed[bin] ?? 0);
    const after = before + count / n - (current[bin] ?? 0) / m;
    const [a, b] = [Math.abs(before), Math.abs(after)];
    // A difference that changes its sign within the bin makes two triangles.
    distance += before * after < 0 ? (width * (a * a + b * b)) / (2 * (a + b)) : (width * (a + b)) / 2;
    before = after;
  }
  return distance;
}
