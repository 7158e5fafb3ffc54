/** A column as trainers take it. NaN is missing; a category is a code from 0. */
export interface TrainingColumn {
  readonly kind: 'number' | 'category';
  readonly values: Float64Array;
}

/** How a column's values fall into bins. Bin 0 is for missing values, and for categories that are not among `codes`. */
export type Bins =
  /** A value is in the first bin whose edge it does not exceed, else in the last. */
  | { readonly kind: 'number'; readonly edges: readonly number[] }
  /** The code at place i has bin i + 1. */
  | { readonly kind: 'category'; readonly codes: readonly number[] };

/** So that a bin fits in a byte beside the one of missing values. */
const MOST_BINS = 255;

/**
 * Bins of a column: a number has an edge between any two of its distinct values where there are at most 255, else edges at
 * 1/255 steps of its quantiles; a category has a bin for each of its 255 most frequent codes.
 * Example: the numbers 1, 2, 2 and 4 have the edges 1.5 and 3.
 */
export function learnBins({ kind, values }: TrainingColumn): Bins {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = known.filter((value, index) => value !== known[index - 1]);
  if (kind === 'category') return { kind, codes: frequentCodes(known, distinct) };
  const middle = (a: number, b: number) => a / 2 + b / 2;
  if (distinct.length <= MOST_BINS)
    return { kind, edges: Array.from(distinct.subarray(1), (value, index) => middle(distinct[index] ?? 0, value)) };
  const edges: number[] = [];
  for (let step = 1; step < MOST_BINS; step += 1) {
    const place = (step / MOST_BINS) * (known.length - 1);
    const edge = middle(known[Math.floor(place)] ?? 0, known[Math.ceil(place)] ?? 0);
    if (edge !== edges.at(-1)) edges.push(edge);
  }
  return { kind, edges };
}

/** How many bins a column has, with the one of missing values. */
export const countBins = (bins: Bins) => (bins.kind === 'number' ? bins.edges.length + 2 : bins.codes.length + 1);

/** The bin of each value. */
export function binValues(bins: Bins, values: Float64Array): Uint8Array {
  const found = new Uint8Array(values.length);
  if (bins.kind === 'number') {
    const edges = Float64Array.from(bins.edges);
    for (let row = 0; row < values.length; row += 1) found[row] = binOfNumber(edges, values[row] as number);
    return found;
  }
  const places = new Map(bins.codes.map((code, index) => [code, index + 1]));
  for (let row = 0; row < values.length; row += 1) found[row] = places.get(values[row] as number) ?? 0;
  return found;
}

function binOfNumber(edges: Float64Array, value: number): number {
  if (Number.isNaN(value)) return 0;
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (edges[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low + 1;
}

function frequentCodes(sorted: Float64Array, distinct: Float64Array): number[] {
  if (distinct.length <= MOST_BINS) return [...distinct];
  const counts = new Map<number, number>();
  for (const code of sorted) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .sort(([codeA, a], [codeB, b]) => b - a || codeA - codeB)
    .slice(0, MOST_BINS)
    .map(([code]) => code)
    .sort((a, b) => a - b);
}
