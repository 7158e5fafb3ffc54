import { rowWidth, type ServedSignature } from '@/lib/pure/protocols/signature';
import type { Overlay } from '../registry/schema';
import { valuesOfRow } from './get-prediction';
import type { LoggedCell } from './schema';
import type { LoggedAnswer } from './store-answers';

/** One input of a logged row, with where it lay. */
export interface RowField {
  name: string;
  input: string;
  index: number | null;
  value: LoggedCell | unknown[];
}

/** The inputs of a row as it was logged, or why they are not known any more and of which columns. */
export type RowFields = { fields: RowField[] } | { lack: 'not_kept' | 'personal'; columns: string[] };

const HASHED = /^hash:[0-9a-f]{16}$/;

/** All inputs of a row by the names that callers know. What was hashed, dropped or too large to keep is a lack, named by its columns. */
export function readRowFields(
  answer: Pick<LoggedAnswer, 'inputs' | 'rows'>,
  row: number,
  { served, overlay }: { served: ServedSignature; overlay: Overlay | null },
): RowFields {
  const fields: RowField[] = [];
  const personal: string[] = [];
  const missing: string[] = [];
  for (const column of served.columns) {
    const rule = overlay?.columns.find(({ name }) => name === column.name)?.personal ?? 'keep';
    const tensor = answer.inputs[column.input];
    const whole = valuesOfRow(tensor, row, answer.rows);
    const spec = served.inputs.find(({ name }) => name === column.input);
    if (rule !== 'keep' || whole?.some((value) => typeof value === 'string' && HASHED.test(value)))
      personal.push(column.name);
    else if (!tensor || !whole || !spec) missing.push(column.name);
    else {
      const isOne = column.index !== null || rowWidth(spec.shape) === 1;
      const value = isOne ? (whole[column.index ?? 0] ?? null) : nest(whole, tensor.shape.slice(1));
      fields.push({ name: column.name, input: column.input, index: column.index, value });
    }
  }
  if (personal.length > 0) return { lack: 'personal', columns: personal };
  return missing.length > 0 ? { lack: 'not_kept', columns: missing } : { fields };
}

/** A flat list as nested ones. Example: [1, 2, 3, 4] of the shape [2, 2] is [[1, 2], [3, 4]]. */
function nest(values: readonly LoggedCell[], shape: readonly number[]): unknown[] {
  const [, ...inner] = shape;
  if (inner.length === 0) return [...values];
  const size = inner.reduce((product, length) => product * length, 1);
  return Array.from({ length: shape[0] ?? 0 }, (_, i) => nest(values.slice(i * size, (i + 1) * size), inner));
}
