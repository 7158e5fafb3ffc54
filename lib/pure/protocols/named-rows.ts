import { ContextReader, isContextName } from './context';
import { allocate, countOf, type Tensor } from './datatype';
import type { InferenceRequest } from './inference';
import { longDigits } from './long-integers';
import { badField, ProtocolError } from './protocol-error';
import { flattenData, readValue, readValues } from './read-values';
import { type Column, type InputSpec, rowWidth, type ServedSignature } from './signature';

export type NamedRow = Record<string, unknown>;

const isRow = (value: unknown): value is NamedRow =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const has = (row: NamedRow, name: string) => Object.hasOwn(row, name);

/** Numbers that arrive as text from CSV and data frames, made numbers where nothing is lost. */
function fromText(spec: InputSpec, value: unknown): unknown {
  if (typeof value !== 'string' || longDigits(value) !== null || spec.datatype === 'BYTES') return value;
  if (value === '') return null;
  if (spec.datatype === 'BOOL')
    return value === 'true' || value === 'True' ? true : value === 'false' || value === 'False' ? false : value;
  if (spec.datatype === 'INT64' || spec.datatype === 'UINT64')
    return /^-?\d+(\.0+)?$/.test(value) ? value.replace(/\.0+$/, '') : value;
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value) ? Number(value) : value;
}

export interface RowOptions {
  /** Text cells of CSV become numbers where the column is one. */
  textCells: boolean;
  /** Every fault of every row is collected, up to this many; 1 throws at the first. */
  maxFaults: number;
}

export class RowFaults extends Error {
  readonly faults: { row: number; field: string; message: string }[];
  constructor(faults: { row: number; field: string; message: string }[]) {
    super(faults[0]?.message ?? 'a row does not fit');
    this.name = 'RowFaults';
    this.faults = faults;
  }
}

/** Rows of named fields as tensors. Throws ProtocolError, or RowFaults where several faults are collected. */
export function readNamedRows(
  signature: ServedSignature,
  given: readonly unknown[],
  options: RowOptions = { textCells: false, maxFaults: 1 },
): InferenceRequest {
  const context = new ContextReader(given.length);
  const faults: { row: number; field: string; message: string }[] = [];
  const attempt = (row: number, work: () => void) => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ProtocolError) || options.maxFaults <= 1 || error.status === 413) throw error;
      if (faults.length < options.maxFaults) faults.push({ row, field: error.field ?? '', message: error.message });
    }
  };
  const known = new Set(signature.columns.map((column) => column.name));
  const rows = given.map((row, i) => {
    if (!isRow(row)) throw new ProtocolError(`row ${i} is not an object of named fields`, { field: 'rows' });
    for (const name of Object.keys(row)) {
      if (isContextName(name)) attempt(i, () => context.set(i, name, row[name]));
      else if (!known.has(name)) attempt(i, () => fail(name, 'the model has no such field', 'unknown_field'));
    }
    return row;
  });
  const tensors = signature.inputs.map((spec) =>
    readInput(
      spec,
      signature.columns.filter((column) => column.input === spec.name),
      rows,
      options,
      attempt,
    ),
  );
  if (faults.length > 0) throw new RowFaults(faults);
  return { tensors, rows: rows.length, context: context.result() };
}

const fail = (field: string, message: string, reason: string): never => {
  throw badField(field, message, reason);
};

function fieldOf(row: NamedRow, column: Column): unknown {
  if (has(row, column.name)) return row[column.name];
  if (column.fallback !== undefined) return column.fallback;
  throw badField(
    column.name,
    column.nullable ? 'it is missing; send null if it is unknown' : 'it is missing',
    'missing_field',
  );
}

function readInput(
  spec: InputSpec,
  columns: Column[],
  rows: NamedRow[],
  options: RowOptions,
  attempt: (row: number, work: () => void) => void,
): Tensor {
  const width = rowWidth(spec.shape);
  const single = columns[0];
  const cell = (column: Column, row: NamedRow) => {
    const value = fieldOf(row, column);
    return readValue(
      column.name,
      spec.datatype,
      options.textCells ? fromText(spec, value) : value,
      column.nullable || spec.nullable,
    );
  };
  if (single && single.index === null && width !== 1) return readNestedRows(spec, single, rows, attempt);
  const shape = [rows.length, ...spec.shape.slice(1)];
  const wide = width ?? 1;
  if (spec.datatype === 'BYTES') {
    const data: string[] = new Array(rows.length * wide).fill('');
    rows.forEach((row, r) => {
      for (const column of columns)
        attempt(r, () => {
          data[r * wide + (column.index ?? 0)] = String(cell(column, row));
        });
    });
    return { name: spec.name, datatype: spec.datatype, shape, data };
  }
  const data = allocate(spec.datatype, rows.length * wide);
  rows.forEach((row, r) => {
    for (const column of columns)
      attempt(r, () => {
        // Only BYTES give text, and these were handled above.
        data[r * wide + (column.index ?? 0)] = cell(column, row) as number | bigint;
      });
  });
  return { name: spec.name, datatype: spec.datatype, shape, data };
}

/** Nested lists are read all at once; which row is at fault is asked only when one is. */
function readNestedRows(
  spec: InputSpec,
  column: Column,
  rows: NamedRow[],
  attempt: (row: number, work: () => void) => void,
): Tensor {
  try {
    return readNested(spec, column, rows);
  } catch (error) {
    let isFound = false;
    for (const [r, row] of rows.entries())
      attempt(r, () => {
        try {
          readNested(spec, column, [row]);
        } catch (fault) {
          isFound = true;
          throw fault;
        }
      });
    if (!isFound) throw error;
    // The faults are thrown by the caller, who collects those of all inputs.
    const data = readValues(column.name, spec.datatype, [], spec.nullable);
    return { name: spec.name, datatype: spec.datatype, shape: [0], data };
  }
}

/** A field that is a nested list: a picture, or a wide input without names. All rows must have one shape. */
function readNested(spec: InputSpec, column: Column, rows: NamedRow[]): Tensor {
  const shapeOf = (value: unknown): number[] =>
    Array.isArray(value) ? [value.length, ...(value.length > 0 ? shapeOf(value[0]) : [])] : [];
  const values = rows.map((row) => fieldOf(row, column));
  const wanted = spec.shape.slice(1);
  const found = values.length > 0 ? shapeOf(values[0]) : wanted.map((size) => Math.max(size, 0));
  const isFlat =
    found.length === 1 && wanted.length !== 1 && wanted.every((size) => size >= 0) && found[0] === countOf(wanted);
  const shape = isFlat ? wanted : found;
  if (shape.length !== wanted.length || wanted.some((size, axis) => size >= 0 && size !== shape[axis]))
    throw badField(
      column.name,
      `it has the shape [${found.join(', ')}]; the model wants [${wanted.join(', ')}]`,
      'wrong_shape',
    );
  const flat = values.flatMap((value) => flattenData(column.name, value, isFlat ? found : shape));
  return {
    name: spec.name,
    datatype: spec.datatype,
    shape: [rows.length, ...shape],
    data: readValues(column.name, spec.datatype, flat, spec.nullable),
  };
}
