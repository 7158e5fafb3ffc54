import type { Tensor } from '../protocols/datatype';
import type { Cell, CellRow } from './json-cells';
import type { LearntSignature } from './learnt-signature';
import type { ReadAnswer } from './read-answer';

/** Why a call that was read does not wholly fit what was learnt. */
export type Misfit = 'new_column' | 'other_kind' | 'other_answer';

export interface FittedCall {
  inputs: Tensor[];
  outputs: Tensor[];
  misfit: Misfit | null;
}

/** A call as tensors of the learnt signature. What does not fit it becomes a missing value, and the misfit says so. */
export function fitCall(signature: LearntSignature, rows: readonly CellRow[], answer: ReadAnswer): FittedCall {
  let misfit: Misfit | null = null;
  const note = (found: Misfit) => {
    misfit ??= found;
  };
  const tensorsOf = (columns: readonly { name: string; datatype: string }[], of: readonly CellRow[], why: Misfit) =>
    columns.map((column) =>
      column.datatype === 'FP64' ? numbers(column.name, of, () => note(why)) : texts(column.name, of),
    );
  const known = new Set(signature.inputs.map(({ name }) => name));
  for (const row of rows) for (const [name, cell] of row) if (cell !== null && !known.has(name)) note('new_column');
  const inputs = tensorsOf(signature.inputs, rows, 'other_kind');
  const [first] = signature.outputs;
  const width = first?.shape[1] ?? 1;
  const isList = answer.shape.each === 'list';
  if (isList && first && answer.rows.every(({ list }) => list?.length === width)) {
    const data = Float64Array.from(answer.rows.flatMap(({ list }) => list ?? []));
    return { inputs, outputs: [{ name: first.name, datatype: 'FP64', shape: [rows.length, width], data }], misfit };
  }
  const fields = answer.rows.map((row) => row.fields);
  if (isList || width !== 1 || !first || !fields.every((row) => row.has(first.name))) {
    note('other_answer');
    return { inputs, outputs: [], misfit };
  }
  return { inputs, outputs: tensorsOf(signature.outputs, fields, 'other_answer'), misfit };
}

function numbers(name: string, rows: readonly CellRow[], onOther: () => void): Tensor {
  const data = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const cell = rows[i]?.get(name) ?? null;
    data[i] = typeof cell === 'number' ? cell : Number.NaN;
    if (cell !== null && typeof cell !== 'number') onOther();
  }
  return { name, datatype: 'FP64', shape: [rows.length, 1], data };
}

const textOf = (cell: Cell | undefined): string => (cell === null || cell === undefined ? '' : String(cell));

const texts = (name: string, rows: readonly CellRow[]): Tensor => ({
  name,
  datatype: 'BYTES',
  shape: [rows.length, 1],
  data: rows.map((row) => textOf(row.get(name))),
});
