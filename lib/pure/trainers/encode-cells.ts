import type { TrainingColumn } from './bin-columns';

/** A value of a row as the log shows it. */
export type Cell = number | string | boolean | null;

/** Of a text so many of its most frequent values are told apart. */
const MOST_VALUES = 30;

/**
 * The values by which a column with any text is told apart, the most frequent first, 30 at most; null where no cell is a text, so that it is
 * one of numbers. Example: 'a', 'b', 'b' and null have the values ['b', 'a'].
 */
export function frequentTexts(cells: readonly Cell[]): string[] | null {
  const counts = new Map<string, number>();
  for (const cell of cells) if (typeof cell === 'string') counts.set(cell, (counts.get(cell) ?? 0) + 1);
  if (counts.size === 0) return null;
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST_VALUES)
    .map(([value]) => value);
}

/**
 * Cells as a trainer takes them, by what `frequentTexts` said of the cells that are learnt from: null is missing, any other value than those
 * is one more category; a text among numbers is missing.
 */
export function encodeCells(cells: readonly Cell[], texts: readonly string[] | null): TrainingColumn {
  if (texts === null)
    return {
      kind: 'number',
      values: Float64Array.from(cells, (cell) =>
        cell === null || typeof cell === 'string' ? Number.NaN : Number(cell),
      ),
    };
  const codes = new Map(texts.map((text, code) => [text, code]));
  return {
    kind: 'category',
    values: Float64Array.from(cells, (cell) =>
      cell === null ? Number.NaN : (codes.get(String(cell)) ?? texts.length),
    ),
  };
}
