import { CONTEXT_PREFIX } from './context';
import type { InferenceRequest } from './inference';
import { readColumns, readRows } from './kserve-v1';
import { type NamedRow, readNamedRows } from './named-rows';
import { badField, ProtocolError } from './protocol-error';
import { rowWidth, type ServedSignature } from './signature';

const SHAPES = ['dataframe_split', 'dataframe_records', 'instances', 'inputs'] as const;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON bodies of MLflow's `/invocations`: exactly one of its four shapes; `params` is taken and not used. */
export function readMlflow(signature: ServedSignature, body: unknown): InferenceRequest {
  if (Array.isArray(body))
    throw new ProtocolError('the body is a list; put it into an object, as "instances" or "dataframe_records"', {
      field: 'body',
    });
  if (!isObject(body))
    throw new ProtocolError(`the body must be an object with one of ${SHAPES.join(', ')}`, { field: 'body' });
  if (body.signature_name !== undefined)
    throw badField('signature_name', 'a model has one signature here; leave it out', 'unknown_field');
  if (body.params !== undefined && body.params !== null && !isObject(body.params))
    throw badField('params', 'it must be an object', 'bad_content');
  const present = SHAPES.filter((name) => body[name] !== undefined);
  const [shape] = present;
  if (!shape || present.length > 1)
    throw new ProtocolError(`the body must hold exactly one of ${SHAPES.join(', ')}`, { field: 'body' });
  const given = body[shape];
  if (shape === 'dataframe_split') {
    if (!isObject(given) || !Array.isArray(given.columns) || !Array.isArray(given.data))
      throw new ProtocolError('dataframe_split: it needs "columns" and "data"', { field: shape });
    return readFrame(signature, given.columns.map(String), given.data, shape, false);
  }
  if (shape === 'dataframe_records') {
    if (!Array.isArray(given))
      throw new ProtocolError('dataframe_records: it must be a list of objects', { field: shape });
    const columns = isObject(given[0]) ? Object.keys(given[0]) : [];
    if (isByPosition(signature, columns)) {
      const known = new Set(columns);
      for (const [i, row] of given.entries())
        if (isObject(row) && Object.keys(row).some((name) => !known.has(name)))
          throw new ProtocolError(`dataframe_records: row ${i} has a column that the first row does not have`, {
            field: shape,
          });
      return readFrame(
        signature,
        columns,
        given.map((row) => columns.map((name) => (isObject(row) ? row[name] : undefined))),
        shape,
        false,
      );
    }
    return readNamedRows(signature, given);
  }
  if (isObject(given) && shape === 'inputs') return readColumns(signature, given, shape);
  if (!Array.isArray(given)) throw new ProtocolError(`${shape}: it must be a list of rows`, { field: shape });
  return readRows(signature, given, shape);
}

/** One nameless tensor and as many columns as it is wide: the data frame fills it in its own order. */
function isByPosition(signature: ServedSignature, columns: string[]): boolean {
  const [spec, second] = signature.inputs;
  if (!spec || second) return false;
  const width = rowWidth(spec.shape);
  const inputs = columns.filter((name) => !name.startsWith(CONTEXT_PREFIX));
  return (
    width !== null &&
    spec.shape.length === 2 &&
    signature.columns.every((column) => column.index === null) &&
    inputs.length === width &&
    !(width === 1 && inputs[0] === spec.name)
  );
}

/** A data frame of columns and rows. `textCells`: the cells are texts of a CSV. */
export function readFrame(
  signature: ServedSignature,
  columns: string[],
  data: readonly unknown[],
  field: string,
  textCells: boolean,
): InferenceRequest {
  if (new Set(columns).size !== columns.length)
    throw new ProtocolError(`${field}: a column name stands twice`, { field });
  const byPosition = isByPosition(signature, columns);
  const [spec] = signature.inputs;
  let position = 0;
  const effective: ServedSignature =
    byPosition && spec
      ? {
          ...signature,
          columns: columns
            .filter((name) => !name.startsWith(CONTEXT_PREFIX))
            .map((name) => ({
              name,
              input: spec.name,
              index: position++,
              nullable: spec.nullable,
              fallback: undefined,
            })),
        }
      : signature;
  const rows = data.map((cells, r) => {
    if (!Array.isArray(cells) || cells.length !== columns.length)
      throw new ProtocolError(
        `${field}: row ${r} has ${Array.isArray(cells) ? cells.length : 'no'} values for ${columns.length} columns`,
        { field },
      );
    const row: NamedRow = Object.create(null);
    columns.forEach((name, i) => {
      row[name] = cells[i];
    });
    return row;
  });
  return readNamedRows(effective, rows, { textCells, maxFaults: 1 });
}
