import { wassersteinDistance } from '../stats/cdf-distance';
import { chiSquareHomogeneity } from '../stats/chi-square-test';
import { hellingerDistance } from '../stats/hellinger';
import { equalSteps, equalWidthEdges, histogramCounts, sortedHistogramCounts } from '../stats/histogram-edges';
import { jensenShannonDistance } from '../stats/jensen-shannon';
import { kolmogorovSmirnovTest } from '../stats/kolmogorov-smirnov';
import { lInfinityDistance } from '../stats/l-infinity';
import { countEach, pairCounts } from '../stats/paired-counts';
import { sumOf } from '../stats/sum-of';
import type { Answer, UndefinedReason } from './drift-verdict';
import { keptValues } from './kept-values';
import { sortedValues } from './sorted-values';

export type NannymlNumberMethod = 'jensen_shannon' | 'kolmogorov_smirnov' | 'wasserstein' | 'hellinger';
export type NannymlCategoryMethod = 'jensen_shannon' | 'hellinger' | 'l_infinity' | 'chi2';
export type NannymlMethod = NannymlNumberMethod | NannymlCategoryMethod;

/** Compares values with the reference that it was made of; a reason where that has no answer. */
export type Measure<Values> = (values: Values) => Answer | UndefinedReason;

/** From this many reference values on, KS and Wasserstein are read from equal bins. */
const ESTIMATED_FROM = 10_000;
const ESTIMATE_BINS = 10_000;

const hasInfinite = (sorted: Float64Array): boolean =>
  sorted.length > 0 && !(Number.isFinite(sorted[0]) && Number.isFinite(sorted.at(-1)));

/** A measure of numbers against a reference, by the rules of NannyML 0.13: NaN is dropped, infinities are not. */
export function measureNumbers(method: NannymlNumberMethod, reference: Float64Array): Measure<Float64Array> {
  // Bins are counted in any order, which is several times as fast as sorting.
  const prepare = method === 'kolmogorov_smirnov' || method === 'wasserstein' ? sortedValues : keptValues;
  const known = prepare(reference, 'infinite');
  const compare = prepare === sortedValues ? sortedMeasure(method, known) : binnedMeasure(method, known);
  return (values) => {
    if (known.length === 0) return 'reference-empty';
    const current = prepare(values, 'infinite');
    return current.length === 0 ? 'current-empty' : compare(current);
  };
}

function sortedMeasure(method: NannymlNumberMethod, reference: Float64Array): Measure<Float64Array> {
  const infinite = hasInfinite(reference);
  const isEstimated = reference.length >= ESTIMATED_FROM && !infinite;
  if (method === 'kolmogorov_smirnov')
    return isEstimated ? estimatedKolmogorovSmirnov(reference) : exactKolmogorovSmirnov(reference);
  if (infinite) return () => 'infinite-values';
  const distance = isEstimated
    ? estimatedWasserstein(reference)
    : (current: Float64Array) => wassersteinDistance(reference, current);
  return (current) => (hasInfinite(current) ? 'infinite-values' : { statistic: distance(current) });
}

function binnedMeasure(method: NannymlNumberMethod, reference: Float64Array): Measure<Float64Array> {
  if (!reference.every(Number.isFinite)) return () => 'infinite-values';
  const edges = equalWidthEdges(reference, 'doane');
  const distance = method === 'hellinger' ? hellingerDistance : jensenShannonDistance;
  const before = withLeftover(histogramCounts(reference, edges));
  return (current) => ({ statistic: distance(before, withLeftover(histogramCounts(current, edges))) });
}

/** What lies below and above becomes one bin. */
function withLeftover([below = 0, ...counts]: readonly number[]): number[] {
  return [...counts.slice(0, -1), below + (counts.at(-1) ?? 0)];
}

const exactKolmogorovSmirnov =
  (reference: Float64Array): Measure<Float64Array> =>
  (current) => ({ statistic: kolmogorovSmirnovTest(reference, current, 'statistic').statistic });

/** Differences of the two distribution functions at the upper edge of each of the 10,000 bins of the reference. */
function estimatedGaps(
  reference: Float64Array,
  edges: readonly number[],
  countBelow: (below: number) => number,
): (current: Float64Array) => Float64Array {
  const counts = sortedHistogramCounts(reference, edges);
  return (current: Float64Array): Float64Array => {
    const now = sortedHistogramCounts(current, edges);
    const found = new Float64Array(ESTIMATE_BINS);
    let [before, after] = [0, countBelow(now[0] ?? 0)];
    for (let bin = 0; bin < ESTIMATE_BINS; bin += 1) {
      before += counts[bin + 1] ?? 0;
      after += now[bin + 1] ?? 0;
      found[bin] = Math.abs(before / reference.length - after / current.length);
    }
    return found;
  };
}

function estimateEdges(reference: Float64Array): number[] {
  const [low, high] = [reference[0] ?? 0, reference.at(-1) ?? 0];
  return low === high ? equalSteps(low - 0.5, high + 0.5, ESTIMATE_BINS) : equalSteps(low, high, ESTIMATE_BINS);
}

function estimatedKolmogorovSmirnov(reference: Float64Array): Measure<Float64Array> {
  const gaps = estimatedGaps(reference, estimateEdges(reference), (below) => below);
  return (current) => ({ statistic: gaps(current).reduce((largest, gap) => Math.max(largest, gap), 0) });
}

function estimatedWasserstein(reference: Float64Array): (current: Float64Array) => number {
  const edges = estimateEdges(reference);
  // Where values lie below the bins, the package counts one more of them inside.
  const gaps = estimatedGaps(reference, edges, (below) => (below > 0 ? below + 1 : 0));
  const [low = 0, second = 0, high = 0] = [edges[0], edges[1], edges.at(-1)];
  return (current) => {
    const outside = current.reduce((sum, value) => sum + Math.max(0, low - value, value - high), 0);
    return gaps(current).reduce((sum, gap) => sum + gap, 0) * (second - low) + outside / current.length;
  };
}

/** A measure of categories against a reference; nulls are dropped. */
export function measureCategories(
  method: NannymlCategoryMethod,
  reference: readonly (string | null)[],
): Measure<readonly (string | null)[]> {
  const known = countEach(reference);
  const before = [...known.values(), 0];
  return (values) => {
    if (known.size === 0) return 'reference-empty';
    if (values.every((value) => value === null)) return 'current-empty';
    if (method === 'chi2' || method === 'l_infinity') {
      const counts = pairCounts(known, countEach(values));
      if (method === 'chi2') return chiSquareHomogeneity(counts.reference, counts.current);
      return { statistic: lInfinityDistance(counts.reference, counts.current) };
    }
    const now = countEach(values);
    const listed = [...known.keys()].map((category) => now.get(category) ?? 0);
    const unseen = sumOf([...now.values()]) - sumOf(listed);
    const distance = method === 'hellinger' ? hellingerDistance : jensenShannonDistance;
    return { statistic: distance(before, [...listed, unseen]) };
  };
}
