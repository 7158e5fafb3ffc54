import { deviationOf, meanOf } from '../stats/moments';
import { countEach } from '../stats/paired-counts';

/** Rows of one column: numbers with NaN for null, or categories. */
export type RowColumn =
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'category'; readonly values: readonly (string | null)[] };

/** Rows of a learnt column as numbers without gaps; the column must be of the learnt kind. */
export type Standardise = (column: RowColumn) => Float64Array;

/**
 * How NannyML 0.13 makes a column ready for principal components, learnt from the reference: categories become their share in it, missing
 * values its mean or its most frequent category, and all is standardised by it; a constant column is only centred.
 * Example: learnt from [1, 3], the rows [3, NaN] become [1, 0].
 */
export function learnColumn(reference: RowColumn): Standardise {
  const shareOf = reference.kind === 'category' ? sharesOf(reference.values) : null;
  const toNumbers = (column: RowColumn): Float64Array => {
    if (column.kind === 'number') return column.values;
    return Float64Array.from(column.values, (value) => shareOf?.(value) ?? Number.NaN);
  };
  const known = toNumbers(reference);
  const mean = meanOf(known.filter((value) => !Number.isNaN(value)));
  const filled = known.map((value) => (Number.isNaN(value) ? mean : value));
  const centre = meanOf(filled);
  const scale = deviationOf(filled, 0) || 1;
  return (column) => toNumbers(column).map((value) => ((Number.isNaN(value) ? mean : value) - centre) / scale);
}

function sharesOf(reference: readonly (string | null)[]): (value: string | null) => number {
  const counts = [...countEach(reference)].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const most = counts[0]?.[0] ?? null;
  const nulls = reference.length - counts.reduce((sum, [, count]) => sum + count, 0);
  const shares = new Map(
    counts.map(([category, count]) => [category, (category === most ? count + nulls : count) / reference.length]),
  );
  return (value) => shares.get(value ?? most ?? '') ?? 0;
}
