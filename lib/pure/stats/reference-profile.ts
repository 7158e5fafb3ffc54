import { edgeBin, equalWidthEdges, histogramCounts } from './histogram-edges';
import { quantileSorted } from './quantile';

export const PROFILE_PERCENTILES = [1, 5, 25, 50, 75, 95, 99] as const;

export interface NumberProfile {
  readonly kind: 'number';
  /** Finite edges, upwards. */
  readonly edges: readonly number[];
  /** One more than `edges`: the first counts values below the first edge, the last values above the last edge. */
  readonly counts: readonly number[];
  readonly nulls: number;
  /** Values that are not null. */
  readonly n: number;
  readonly min: number | null;
  readonly max: number | null;
  /** At PROFILE_PERCENTILES, of the finite values; empty without any. */
  readonly quantiles: readonly number[];
}

export interface CategoryProfile {
  readonly kind: 'category';
  /** Most frequent first, ties by code unit order. */
  readonly categories: readonly string[];
  readonly counts: readonly number[];
  /** Values of categories too rare to be listed. */
  readonly other: number;
  readonly nulls: number;
  readonly n: number;
}

export type ReferenceProfile = NumberProfile | CategoryProfile;

export type ReferenceColumn =
  | { readonly kind: 'number'; readonly values: readonly (number | null)[] }
  | { readonly kind: 'category'; readonly values: readonly (string | null)[] };

const MAX_BINS = 50;
const MAX_CATEGORIES = 200;

/**
 * What must be kept of a reference column to measure drift later without its rows.
 * Numbers: Doane bins (at most 50) over the finite values, infinities in the outer bins, NaN counted as null.
 * Categories: the 200 most frequent, the rest as `other`.
 * Edge cases: a column without values has n 0, edges [0, 1] or no categories.
 * Example: {kind:'category', values:['a','b','a',null]} gives categories ['a','b'], counts [2,1], nulls 1, n 3.
 */
export function buildReferenceProfile(column: ReferenceColumn): ReferenceProfile {
  return column.kind === 'number' ? buildNumberProfile(column.values) : categoryProfile(column.values);
}

/** The same of numbers alone. Example: [1, null] has n 1, nulls 1. */
export function buildNumberProfile(values: readonly (number | null)[]): NumberProfile {
  const present = values.filter((value): value is number => value !== null && !Number.isNaN(value));
  const sorted = Float64Array.from(present.filter(Number.isFinite)).sort();
  const edges = equalWidthEdges(Array.from(sorted), 'doane', MAX_BINS);
  return {
    kind: 'number',
    edges,
    counts: histogramCounts(present, edges),
    nulls: values.length - present.length,
    n: present.length,
    min: sorted[0] ?? null,
    max: sorted.at(-1) ?? null,
    quantiles: sorted.length === 0 ? [] : PROFILE_PERCENTILES.map((percent) => quantileSorted(sorted, percent / 100)),
  };
}

function categoryProfile(values: readonly (string | null)[]): CategoryProfile {
  const counts = new Map<string, number>();
  let nulls = 0;
  for (const value of values) {
    if (value === null) nulls += 1;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const kept = ranked.slice(0, MAX_CATEGORIES);
  return {
    kind: 'category',
    categories: kept.map(([category]) => category),
    counts: kept.map(([, count]) => count),
    other: ranked.slice(MAX_CATEGORIES).reduce((sum, [, count]) => sum + count, 0),
    nulls,
    n: values.length - nulls,
  };
}

const categoryIndexes = new WeakMap<CategoryProfile, Map<string, number>>();

/**
 * Where a value falls: the index in `counts`, `null` for a missing value (NaN too), `unseen` for a category that is not
 * listed (or a value of the wrong kind). Compare `unseen` with `other`. Made for the hot path: no allocation.
 * Example: with edges [0, 1, 2]: -5 is 0, 0.5 is 1, 2 is 2, 3 is 3.
 */
export function binIndex(profile: ReferenceProfile, value: number | string | null): number | 'unseen' | 'null' {
  if (value === null || Number.isNaN(value)) return 'null';
  if (profile.kind === 'number') return typeof value === 'number' ? edgeBin(profile.edges, value) : 'unseen';
  let indexes = categoryIndexes.get(profile);
  if (!indexes) {
    indexes = new Map(profile.categories.map((category, index) => [category, index]));
    categoryIndexes.set(profile, indexes);
  }
  return indexes.get(String(value)) ?? 'unseen';
}
