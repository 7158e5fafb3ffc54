import type { ColumnReference } from '@/lib/domain/datasets/schema';

export interface ValuePlace {
  /** Heights of the reference's bars from 0 to 1, and the one in which the value lies. */
  bars: readonly number[];
  at: number | null;
  /** Part of the reference's rows that are lower, for numbers; that are the same, for categories. */
  share: number | null;
  kind: 'number' | 'category';
  /** Rows of the reference that have a value. */
  n: number;
}

const MOST_BARS = 24;

/**
 * Where a value lies among the rows of a reference; null where the column is not in it or the value is missing. Of the bin in which a number
 * lies the part below it is taken as evenly spread.
 * Example: edges 0, 1, 2 with counts [0, 3, 1, 0] and the value 0.5: at 0, 1.5 of 4 rows are lower, 0.375.
 */
export function placeOf(reference: ColumnReference | undefined, value: unknown): ValuePlace | null {
  if (!reference || value === null || value === undefined) return null;
  if (reference.kind === 'category') return placeOfCategory(reference, String(value));
  return typeof value === 'number' && Number.isFinite(value) ? placeOfNumber(reference, value) : null;
}

function placeOfNumber(reference: ColumnReference & { kind: 'number' }, value: number): ValuePlace {
  const { edges, counts } = reference;
  const inner = counts.slice(1, -1);
  const n = counts.reduce((sum, count) => sum + count, 0);
  const above = edges.findIndex((edge) => edge > value);
  const bin = value === edges.at(-1) ? edges.length - 1 : above < 0 ? edges.length : above;
  let lower = counts.slice(0, bin).reduce((sum, count) => sum + count, 0);
  const [low, high] = [edges[bin - 1], edges[bin]];
  if (low !== undefined && high !== undefined && high > low)
    lower += ((value - low) / (high - low)) * (counts[bin] ?? 0);
  const largest = Math.max(1, ...inner);
  return {
    bars: inner.map((count) => count / largest),
    at: Math.min(Math.max(bin - 1, 0), inner.length - 1),
    share: n === 0 ? null : lower / n,
    kind: 'number',
    n,
  };
}

function placeOfCategory(reference: ColumnReference & { kind: 'category' }, value: string): ValuePlace {
  const { categories, counts, other } = reference;
  const n = counts.reduce((sum, count) => sum + count, 0) + other;
  const at = categories.indexOf(value);
  const largest = Math.max(1, ...counts);
  return {
    bars: counts.slice(0, MOST_BARS).map((count) => count / largest),
    at: at >= 0 && at < MOST_BARS ? at : null,
    share: n === 0 ? null : (counts[at] ?? 0) / n,
    kind: 'category',
    n,
  };
}
