import { type CellRow, flattenRow, isColumnName, isObject, isScalar, listRow } from './json-cells';
import { readTensors, rowsOfTensors } from './tensors';

export const MAX_ROWS = 10_000;

/** Why a body was not read as rows. */
export type Unread = 'no_rows' | 'too_many_rows' | 'too_wide' | 'not_rows';

export interface ReadRows {
  rows: CellRow[];
  /** Rows came as lists of values, without names. */
  isListed: boolean;
  /** One row as such, or a list of rows. */
  asked: 'one' | 'list';
  /** How they lay in the body, for people: `instances[]`, `{…}`. */
  form: string;
}

const CONTAINERS = new Set([
  'rows',
  'instances',
  'inputs',
  'data',
  'records',
  'dataframe_records',
  'samples',
  'examples',
]);

/** Members whose rows count although others stand beside them. */
const holdsRows = (name: string, value: unknown, isOnly: boolean) =>
  Array.isArray(value) && value.length > 0 && (isOnly || CONTAINERS.has(name)) && !value.every(isScalar);

/**
 * The rows of a JSON body, in any of the forms that prediction services take: an object, a list of objects or of lists, these in a
 * member (`instances`, `rows`, …), a data frame as `columns` and `data`, one list per column in `inputs`, or tensors there.
 * Example: {"instances":[[1,2]]} is one row x_0 = 1, x_1 = 2.
 */
export function readRows(body: unknown): ReadRows | Unread {
  if (Array.isArray(body)) return readList(body, '');
  if (!isObject(body)) return 'not_rows';
  const frame = readFrame(body, '') ?? readInputs(body);
  if (frame !== null) return frame;
  const members = Object.entries(body);
  const isOnly = members.length === 1;
  for (const [name, value] of members) {
    if (isObject(value) && (isOnly || name === 'dataframe_split')) return readMember(name, value);
    if (holdsRows(name, value, isOnly) || (isOnly && Array.isArray(value))) return readList(value as unknown[], name);
  }
  return readOne(body, '');
}

function readMember(name: string, value: Record<string, unknown>): ReadRows | Unread {
  return readFrame(value, name) ?? readColumns(value, name) ?? readOne(value, name);
}

function readOne(value: Record<string, unknown>, name: string): ReadRows | Unread {
  const row = flattenRow(value);
  if (row === null) return 'too_wide';
  if (row.size === 0) return 'not_rows';
  return { rows: [row], isListed: false, asked: 'one', form: `${name}{…}` };
}

function readList(list: readonly unknown[], name: string): ReadRows | Unread {
  if (list.length === 0) return 'no_rows';
  if (list.every(isScalar)) {
    const row = listRow(list);
    return row ? { rows: [row], isListed: true, asked: 'one', form: `${name}[…]` } : 'too_wide';
  }
  if (list.length > MAX_ROWS) return 'too_many_rows';
  const isListed = list.every(Array.isArray);
  if (!isListed && !list.every(isObject)) return 'not_rows';
  const rows: CellRow[] = [];
  for (const part of list) {
    // One of both, as was seen above.
    const row = isListed ? listRow(part as unknown[]) : flattenRow(part as Record<string, unknown>);
    if (row === null) return 'too_wide';
    rows.push(row);
  }
  return { rows, isListed, asked: 'list', form: isListed ? `${name}[[…]]` : `${name}[{…}]` };
}

/** `columns` and `data` of a data frame; null where it is none. */
function readFrame(value: Record<string, unknown>, name: string): ReadRows | Unread | null {
  const { columns, data } = value;
  if (!Array.isArray(columns) || !Array.isArray(data) || !columns.every((column) => typeof column === 'string'))
    return null;
  if (data.length === 0) return 'no_rows';
  if (data.length > MAX_ROWS) return 'too_many_rows';
  const rows: CellRow[] = [];
  for (const part of data) {
    const row = Array.isArray(part) && part.length === columns.length ? listRow(part) : null;
    if (row === null) return 'not_rows';
    const cells = [...row.values()];
    rows.push(new Map(columns.flatMap((column, i) => (isColumnName(column) ? [[column, cells[i] ?? null]] : []))));
  }
  return { rows, isListed: false, asked: 'list', form: `${name}{columns, data}` };
}

/** Tensors of the Open Inference protocol, values in JSON; null where there are none. */
function readInputs({ inputs }: Record<string, unknown>): ReadRows | Unread | null {
  const tensors = readTensors(inputs);
  const [first] = tensors ?? [];
  if (!tensors || !first) return null;
  if (first.rows > MAX_ROWS) return 'too_many_rows';
  const rows = rowsOfTensors(tensors);
  return rows ? { rows, isListed: false, asked: 'list', form: 'inputs[{name, shape, data}]' } : 'too_wide';
}

/** One list of values per column, all of one length; null where it is none. */
function readColumns(value: Record<string, unknown>, name: string): ReadRows | Unread | null {
  const lists = Object.entries(value);
  const [first] = lists;
  if (!first || !Array.isArray(first[1]) || first[1].length === 0) return null;
  const count = first[1].length;
  if (!lists.every(([, list]) => Array.isArray(list) && list.length === count && list.every(isScalar))) return null;
  if (count > MAX_ROWS) return 'too_many_rows';
  const rows: CellRow[] = [];
  for (let i = 0; i < count; i++) {
    const row = flattenRow(Object.fromEntries(lists.map(([column, list]) => [column, (list as unknown[])[i]])));
    if (row === null) return 'too_wide';
    rows.push(row);
  }
  return { rows, isListed: false, asked: 'list', form: `${name}{column: […]}` };
}
