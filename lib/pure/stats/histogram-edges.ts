import { deviationOf, meanOf } from './moments';
import { quantileSorted } from './quantile';

/**
 * Edges of equal-width bins as numpy's `histogram_bin_edges` gives them for floats, n + 1 numbers.
 * `sturges`: width = range / (log2 n + 1) (Sturges 1926). `doane`: Sturges plus log2(1 + |g1| / sg1) bins for the
 * skewness g1 (Doane 1976). `maxBins` cuts the number of bins, not the range.
 * Values must be finite. Edge cases: no value gives [0, 1]; a constant c gives [c - 0.5, c + 0.5].
 * Example: equalWidthEdges([1, 2, 3, 4], 'sturges') is [1, 2, 3, 4].
 */
export function equalWidthEdges(
  values: ArrayLike<number>,
  rule: 'sturges' | 'doane',
  maxBins = Number.POSITIVE_INFINITY,
): number[] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (values.length === 0) return [0, 1];
  if (low === high) return [low - 0.5, high + 0.5];
  const count = rule === 'sturges' ? Math.log2(values.length) + 1 : doaneCount(values);
  return edgesForCount(low, high, count, maxBins);
}

/**
 * The edges of `equalWidthEdges(values, 'sturges')` for n values between low and high, without the values.
 * Example: sturgesEdges(4, 1, 4) is [1, 2, 3, 4].
 */
export function sturgesEdges(n: number, low: number, high: number): number[] {
  if (n === 0) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : edgesForCount(low, high, Math.log2(n) + 1);
}

function edgesForCount(low: number, high: number, count: number, maxBins = Number.POSITIVE_INFINITY): number[] {
  const width = (high - low) / count;
  return equalSteps(low, high, Math.max(1, Math.min(maxBins, width > 0 ? Math.ceil((high - low) / width) : 1)));
}

/** Edges of `bins` equal bins from low to high. Example: equalSteps(0, 1, 4) is [0, 0.25, 0.5, 0.75, 1]. */
export function equalSteps(low: number, high: number, bins: number): number[] {
  const step = (high - low) / bins;
  return Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : low + i * step));
}

function doaneCount(values: ArrayLike<number>): number {
  const n = values.length;
  if (n <= 2) return 1;
  const mean = meanOf(values);
  const deviation = deviationOf(values, 0);
  if (!(deviation > 0)) return 1;
  let cubes = 0;
  for (let i = 0; i < n; i += 1) {
    const distance = ((values[i] ?? 0) - mean) / deviation;
    cubes += distance * distance * distance;
  }
  const skewness = cubes / n;
  const skewnessError = Math.sqrt((6 * (n - 2)) / ((n + 1) * (n + 3)));
  return 1 + Math.log2(n) + Math.log2(1 + Math.abs(skewness) / skewnessError);
}

/**
 * Edges at equal steps of the quantile, so that each bin holds about as many values; repeated edges are dropped.
 * Edge cases: no value gives [0, 1]; a constant c gives [c - 0.5, c + 0.5].
 * Example: quantileEdges([1, 2, 3, 4, 5], 2) is [1, 3, 5].
 */
export function quantileEdges(values: readonly number[], bins: number): number[] {
  if (values.length === 0) return [0, 1];
  const sorted = Float64Array.from(values).sort();
  const edges = Array.from({ length: bins + 1 }, (_, i) => quantileSorted(sorted, i / bins));
  const distinct = edges.filter((edge, i) => i === 0 || edge > (edges[i - 1] ?? Number.NEGATIVE_INFINITY));
  const [only] = distinct;
  return distinct.length === 1 && only !== undefined ? [only - 0.5, only + 0.5] : distinct;
}

/**
 * Counts per bin with one bin more at each end: 0 for values below the first edge, the last for values above the last.
 * Bins are closed below and open above, the last inner one closed on both sides (numpy's rule). NaN is not counted.
 * Example: histogramCounts([0, 1, 2, 5], [1, 2, 3]) is [1, 1, 1, 1].
 */
export function histogramCounts(values: Iterable<number>, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const bin = edgeBin(edges, value);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/**
 * `histogramCounts` of values sorted upwards, by a search for each edge instead of one for each value.
 * Example: sortedHistogramCounts([0, 1, 2, 5], [1, 2, 3]) is [1, 1, 1, 1].
 */
export function sortedHistogramCounts(sorted: ArrayLike<number>, edges: readonly number[]): number[] {
  const last = edges.length - 1;
  const ends = [...edges.map((edge, i) => countBelow(sorted, edge, i === last)), sorted.length];
  return ends.map((end, i) => end - (ends[i - 1] ?? 0));
}

function countBelow(sorted: ArrayLike<number>, edge: number, isIncluded: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle] ?? 0;
    if (isIncluded ? value <= edge : value < edge) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The bin of one number among the bins of `histogramCounts`, by binary search. */
export function edgeBin(edges: readonly number[], value: number): number {
  const last = edges.length - 1;
  if (value === edges[last]) return last;
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] ?? Number.POSITIVE_INFINITY) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
