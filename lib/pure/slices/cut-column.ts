import { quantileSorted } from '../stats/quantile';
import { PROFILE_PERCENTILES, type ReferenceProfile } from '../stats/reference-profile';

/** Values that have a slice of their own; the others share one. */
export const MOST_VALUES = 20;
const QUARTILES = [0.25, 0.5, 0.75] as const;

/**
 * How a column is cut into slices, fixed when it is chosen. Bands: `edges` upwards, a value belongs to the first band whose edge it
 * does not pass. Values: the most frequent ones as texts.
 */
export type SliceCut =
  | { readonly kind: 'bands'; readonly edges: readonly number[] }
  | { readonly kind: 'values'; readonly values: readonly string[] };

/** Why a column cannot be cut. */
export type CutFault = 'empty' | 'one-value' | 'too-many-values';

/** The place of a slice in its cut; `other` for values that are not named, `null` for a missing one. */
export type SliceKey = `${number}` | 'other' | 'null';

/**
 * Quartile bands of numbers: the distinct quartiles below the largest value. Where none is left (three values in four are the
 * largest) the smallest value is cut off, so that 0 and 1 always come apart.
 * Source of the quantiles: Hyndman and Fan 1996, definition 7. Edge cases: a fault without values, or with one.
 * Example: 1 to 9 give the edges [3, 5, 7]; 0, 1, 1, 1, 1 give [0].
 */
export function cutNumbers(values: readonly number[]): SliceCut | CutFault {
  const sorted = Float64Array.from(values.filter(Number.isFinite)).sort();
  return bandsOf(
    QUARTILES.map((share) => quantileSorted(sorted, share)),
    { min: sorted[0] ?? null, max: sorted.at(-1) ?? null },
  );
}

/**
 * The most frequent texts, 20 at most, ties by code unit order. Texts that are all numbers and more than 20 become bands. A fault where the named ones would
 * be less than half of the rows: such a column names things, it does not group them.
 * Example: ['b', 'a', 'b'] gives the values ['b', 'a'].
 */
export function cutTexts(texts: readonly string[]): SliceCut | CutFault {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (ranked.length > MOST_VALUES && texts.every((text) => numberOf(text) !== null))
    return cutNumbers(texts.map(Number));
  return namedValues(ranked, texts.length);
}

/** The cut that a reference's profile of a column gives. */
export function cutProfile(profile: ReferenceProfile): SliceCut | CutFault {
  if (profile.kind === 'category')
    return namedValues(
      profile.categories.map((category, i) => [category, profile.counts[i] ?? 0]),
      profile.n,
    );
  const at = (share: number) => profile.quantiles[PROFILE_PERCENTILES.findIndex((one) => one === share * 100)];
  return bandsOf(
    QUARTILES.map((share) => at(share) ?? Number.NaN),
    profile,
  );
}

function bandsOf(quartiles: readonly number[], { min, max }: { min: number | null; max: number | null }) {
  if (min === null || max === null) return 'empty';
  if (min === max) return 'one-value';
  const edges = [...new Set(quartiles)].filter((edge) => edge < max);
  return { kind: 'bands', edges: edges.length > 0 ? edges : [min] } as const;
}

function namedValues(ranked: readonly (readonly [string, number])[], rows: number): SliceCut | CutFault {
  if (ranked.length === 0) return 'empty';
  if (ranked.length === 1) return 'one-value';
  const named = ranked.slice(0, MOST_VALUES);
  if (named.reduce((sum, [, count]) => sum + count, 0) < rows / 2) return 'too-many-values';
  return { kind: 'values', values: named.map(([value]) => value) };
}

const numberOf = (text: string): number | null =>
  text.trim() === '' || !Number.isFinite(Number(text)) ? null : Number(text);

/** Keys of most cuts, made once: the slice of every row of the log is asked for. */
const KEYS = Array.from({ length: MOST_VALUES }, (_, at): SliceKey => `${at}`);
const keyOf = (at: number): SliceKey => KEYS[at] ?? `${at}`;

/**
 * The slice of a value. Text that is a number falls into bands like the number.
 * Example: with the edges [3, 5], 3 is '0', 4 is '1', 9 is '2', null and NaN are 'null', 'x' is 'other'.
 */
export function sliceOf(cut: SliceCut, value: number | string | boolean | null): SliceKey {
  if (value === null || value === '' || Number.isNaN(value)) return 'null';
  if (cut.kind === 'values') {
    const at = cut.values.indexOf(String(value));
    return at < 0 ? 'other' : keyOf(at);
  }
  const number = typeof value === 'number' && Number.isFinite(value) ? value : numberOf(String(value));
  if (number === null) return value === 'Infinity' ? `${cut.edges.length}` : value === '-Infinity' ? '0' : 'other';
  const at = cut.edges.findIndex((edge) => number <= edge);
  return keyOf(at < 0 ? cut.edges.length : at);
}

/** All slices of a cut in the order in which they are shown. */
export const slicesOf = (cut: SliceCut): SliceKey[] => [
  ...Array.from(
    { length: cut.kind === 'bands' ? cut.edges.length + 1 : cut.values.length },
    (_, at): SliceKey => `${at}`,
  ),
  'other',
  'null',
];
