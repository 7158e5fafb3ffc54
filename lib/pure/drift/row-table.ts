import type { RowColumn } from './learn-column';

export type NamedColumn = RowColumn & { readonly name: string };

/** Rows of several columns. */
export interface RowTable {
  readonly rows: number;
  readonly columns: readonly NamedColumn[];
}

export const takeRows = ({ columns }: RowTable, at: readonly number[]): RowTable => ({
  rows: at.length,
  columns: columns.map((column) =>
    column.kind === 'number'
      ? { ...column, values: Float64Array.from(at, (row) => column.values[row] ?? Number.NaN) }
      : { ...column, values: at.map((row) => column.values[row] ?? null) },
  ),
});
