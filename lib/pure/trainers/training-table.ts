import type { Cell } from './encode-cells';

export type { Cell } from './encode-cells';

/** What an input of the exported file takes, in the words of Open Inference Protocol v2. */
export type InputDatatype = 'FP32' | 'FP64' | 'INT32' | 'INT64' | 'BOOL' | 'BYTES';

export type ColumnKind = 'number' | 'category' | 'boolean';

/** Cells of a column; null, NaN and '' are missing. */
export type Cells = readonly Cell[] | Float64Array;

export interface TableColumn {
  readonly name: string;
  readonly values: Cells;
  /** Without it a column with any text is one of categories, one of true and false only is boolean, and any other is one of numbers. */
  readonly kind?: ColumnKind;
  /**
   * Of the file's input, to take what an earlier version takes. Without it numbers are FP32, categories BYTES, and booleans BOOL, or FP32
   * where a value is missing: only floats can say so, and of texts the empty one.
   */
  readonly datatype?: InputDatatype;
}

export interface TrainingTable {
  /** All of them become inputs of the file, in this order, those too that nothing can be learnt from. */
  readonly columns: readonly TableColumn[];
  /** A row without a target (null, NaN, '') is left out and counted. */
  readonly target: Cells;
  /** How much each row counts; 0 or more. */
  readonly weights?: Float64Array;
  /** When each row was, in any unit that grows with time. */
  readonly times?: Float64Array;
  /** Rows of one group are never on both sides of a split; those with null are one group. */
  readonly groups?: readonly (string | number | null)[];
}

export const cellsAt = (cells: Cells, rows: Uint32Array): Cells =>
  cells instanceof Float64Array ? numbersAt(cells, rows) : Array.from(rows, (row) => cells[row] ?? null);

export function numbersAt(values: Float64Array, rows: Uint32Array): Float64Array {
  const found = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index += 1) found[index] = values[rows[index] as number] as number;
  return found;
}

/** Some rows of a table, in the order they are named. */
export function takeTableRows(table: TrainingTable, rows: Uint32Array): TrainingTable {
  const { weights, times, groups } = table;
  return {
    columns: table.columns.map((column) => ({ ...column, values: cellsAt(column.values, rows) })),
    target: cellsAt(table.target, rows),
    ...(weights && { weights: numbersAt(weights, rows) }),
    ...(times && { times: numbersAt(times, rows) }),
    ...(groups && { groups: Array.from(rows, (row) => groups[row] ?? null) }),
  };
}

export const isMissing = (cell: Cell | undefined): boolean =>
  cell === null || cell === undefined || cell === '' || (typeof cell === 'number' && Number.isNaN(cell));
