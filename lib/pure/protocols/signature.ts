import type { Datatype } from './datatype';

/** An input as callers must fill it. Shape: -1 is free; the first dimension counts rows. */
export interface InputSpec {
  name: string;
  datatype: Datatype;
  shape: number[];
  /** The file leaves the number of dimensions open: tensors of any are taken, and `shape` is how rows of fields are read. */
  anyRank?: boolean | undefined;
  /** The upload's probe gave finite answers for NaN, so `null` is taken as NaN. */
  nullable: boolean;
}

export interface OutputSpec {
  name: string;
  datatype: Datatype;
  shape: number[];
  /** Texts of the classes, in the order of a probability tensor's columns. */
  classLabels: string[] | null;
}

/** One named field of a row: a whole one-value input, or one position of a wider one. */
export interface Column {
  name: string;
  input: string;
  /** Position in the row of the input; null where the input is one value wide or taken as a nested array. */
  index: number | null;
  nullable: boolean;
  /** Value for rows that leave the field out. */
  fallback: string | number | boolean | null | undefined;
}

/** How the outputs are read as an answer. */
export type Reading =
  | { task: 'classification'; label: string | null; probabilities: string | null; classes: string[] }
  | { task: 'regression'; value: string; unit: string | null }
  | { task: 'tensors' };

/** What the protocols need to know of a version. */
export interface ServedSignature {
  inputs: InputSpec[];
  outputs: OutputSpec[];
  columns: Column[];
  reading: Reading;
  /** The first dimension is fixed to 1 in the file; rows are run one by one. */
  rowByRow: boolean;
}

/** Values of one row of an input; null where a dimension beyond the rows is free. */
export function rowWidth(shape: readonly number[]): number | null {
  let width = 1;
  for (const size of shape.slice(1)) {
    if (size < 0) return null;
    width *= size;
  }
  return width;
}

/** The columns that a signature has without an owner's names: one per input that is one value wide, else the input itself. */
export function plainColumns(inputs: readonly InputSpec[]): Column[] {
  return inputs.map((input) => ({
    name: input.name,
    input: input.name,
    index: null,
    nullable: input.nullable,
    fallback: undefined,
  }));
}
