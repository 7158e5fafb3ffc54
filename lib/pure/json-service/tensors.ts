import { type Cell, type CellRow, cellOf, isColumnName, isObject, isScalar, MAX_COLUMNS } from './json-cells';

/** An output of the Open Inference protocol as a service gives it. */
export interface AnswerTensor {
  name: string;
  datatype: string;
  /** Values per row; null where its shape is a list of rows without a second dimension. */
  width: number | null;
}

/** A tensor as JSON: its values row by row, in one list. */
interface JsonTensor extends AnswerTensor {
  rows: number;
  rank: number;
  values: readonly Cell[];
}

const flatten = (data: readonly unknown[], depth: number): unknown[] =>
  depth === 0 || !data.some(Array.isArray)
    ? [...data]
    : data.flatMap((part) => (Array.isArray(part) ? flatten(part, depth - 1) : [part]));

const isSize = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;

/** Null for what is no tensor with its values in JSON; one whose values stand outside of it, in binary, has none. */
function readTensor(value: unknown): JsonTensor | null {
  if (!isObject(value)) return null;
  const { name, datatype, shape, data } = value;
  if (typeof name !== 'string' || typeof datatype !== 'string' || !Array.isArray(shape) || !Array.isArray(data))
    return null;
  const [rows, ...inner] = shape;
  if (!isSize(rows) || !inner.every(isSize)) return null;
  const width = inner.reduce((product, size) => product * size, 1);
  const values = flatten(data, inner.length);
  if (values.length !== rows * width || !values.every(isScalar)) return null;
  return {
    name,
    datatype,
    rows,
    rank: shape.length,
    width: inner.length === 0 ? null : width,
    values: values.map(cellOf),
  };
}

/** The tensors of a list, all with the same number of rows; null where it is none. */
export function readTensors(list: unknown): JsonTensor[] | null {
  if (!Array.isArray(list) || list.length === 0) return null;
  const tensors: JsonTensor[] = [];
  for (const part of list) {
    const tensor = readTensor(part);
    if (tensor === null || tensor.rows !== (tensors[0]?.rows ?? tensor.rows)) return null;
    tensors.push(tensor);
  }
  return tensors;
}

/**
 * Rows of tensors: a value per row keeps the tensor's name, several are numbered. Null where a row has more than 1,000 values.
 * Example: x of shape [1, 2] with the values 1, 2 is x_0 = 1, x_1 = 2.
 */
export function rowsOfTensors(tensors: readonly JsonTensor[]): CellRow[] | null {
  if (tensors.reduce((sum, { width }) => sum + (width ?? 1), 0) > MAX_COLUMNS) return null;
  return Array.from({ length: tensors[0]?.rows ?? 0 }, (_, row) => {
    const cells: CellRow = new Map();
    for (const { name, width, values } of tensors) {
      const wide = width ?? 1;
      for (let i = 0; i < wide; i++) {
        const column = wide === 1 ? name : `${name}_${i}`;
        if (isColumnName(column)) cells.set(column, values[row * wide + i] ?? null);
      }
    }
    return cells;
  });
}

/** One list of numbers per row, of a single tensor of two dimensions; null for all else. */
export function listsOfTensor([tensor, second]: readonly JsonTensor[]): number[][] | null {
  const width = tensor?.width ?? 1;
  if (!tensor || second || tensor.rank !== 2 || width < 2 || !tensor.values.every((value) => typeof value === 'number'))
    return null;
  const numbers = tensor.values as readonly number[];
  return Array.from({ length: tensor.rows }, (_, row) => numbers.slice(row * width, (row + 1) * width));
}

/** An answer of one tensor, for a value or a list of values per row. */
export function renderTensor({ name, datatype, width }: AnswerTensor, values: readonly unknown[]): string {
  const shape = width === null ? [values.length] : [values.length, width];
  return JSON.stringify({ outputs: [{ name, datatype, shape, data: values.flat() }] });
}
