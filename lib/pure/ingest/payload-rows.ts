import { IngestFault } from './ingest-fault';
import { type Fields, isObject } from './sent-row';

/** What a payload must be known by: the columns in their order, and the classes, none of a regression. */
export interface PayloadShape {
  columns: readonly string[];
  classes: readonly string[];
}

/**
 * The rows of a request as a model server took it: KServe v1 and MLflow (`instances`, `inputs`, `dataframe_split`,
 * `dataframe_records`), Open Inference v2 (`inputs` as tensors), Seldon (`data.ndarray`, `data.tensor`). Values without names are
 * taken in the order of the columns. Throws IngestFault.
 */
export function requestRows(payload: unknown, shape: PayloadShape, place: string): Fields[] {
  const found = listOf(payload, place, 'request');
  return found.map((value, i) => inputsOf(value, shape, `${place}, row ${i}`));
}

/** The answers of a response, one per row: `predictions`, `outputs` as tensors, or Seldon's `data`. */
export function responseRows(payload: unknown, shape: PayloadShape, rows: number, place: string): Fields[] {
  const found = isObject(payload) && isTensors(payload.outputs) ? tensorAnswers(payload.outputs, shape, rows) : null;
  const answers = found ?? listOf(payload, place, 'response').map((value) => answerOf(value, shape));
  if (answers.length !== rows)
    throw new IngestFault(place, null, `the response has ${answers.length} answers, and the request ${rows} rows`);
  return answers;
}

/** What the server says of the call itself beside its answers. */
export function aboutResponse(payload: unknown): { version?: unknown; error?: unknown; status?: unknown } {
  if (!isObject(payload)) return {};
  const { error, status, model_version: version } = payload;
  // Seldon wraps its errors: {"status":{"code":500,"info":"…","status":"FAILURE"}}.
  if (isObject(status) && status.status === 'FAILURE')
    return {
      version,
      error: status.info ?? status.reason ?? true,
      status: isHttpError(status.code) ? status.code : null,
    };
  const said = isObject(error) ? error.message : error;
  return typeof said === 'string' && said !== '' ? { version, error: said.slice(0, MAX_SAID) } : { version };
}

const MAX_SAID = 1000;
const isHttpError = (code: unknown) => typeof code === 'number' && Number.isInteger(code) && code >= 400 && code < 600;

interface PlainTensor {
  name: string;
  shape: number[];
  data: unknown[];
}

const isTensors = (value: unknown): value is PlainTensor[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((tensor) => isObject(tensor) && Array.isArray(tensor.shape) && Array.isArray(tensor.data));

function listOf(payload: unknown, place: string, side: string): unknown[] {
  if (Array.isArray(payload)) return payload;
  if (isObject(payload)) {
    const { inputs, outputs, data, dataframe_split: split } = payload;
    const plain = payload.instances ?? payload.predictions ?? payload.dataframe_records;
    if (Array.isArray(plain)) return plain;
    if (isTensors(inputs)) return tensorRows(inputs, place);
    if (isTensors(outputs)) return tensorRows(outputs, place);
    if (isObject(data)) return seldonRows(data, place);
    if (isObject(split) && Array.isArray(split.columns) && Array.isArray(split.data))
      return split.data.map((cells) => namedBy(split.columns as unknown[], cells));
    if (Array.isArray(inputs)) return inputs;
    if (isObject(inputs)) return columnsToRows(inputs);
  }
  throw new IngestFault(place, null, `no rows are found in the ${side}; send JSON of KServe, MLflow or Seldon`);
}

function namedBy(names: readonly unknown[], cells: unknown): unknown {
  if (!Array.isArray(cells)) return cells;
  return Object.fromEntries(names.map((name, i) => [String(name), cells[i]]));
}

function columnsToRows(columns: Fields): unknown[] {
  const lists = Object.entries(columns).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const rows = lists[0]?.[1].length ?? 0;
  return Array.from({ length: rows }, (_, i) => Object.fromEntries(lists.map(([name, list]) => [name, list[i]])));
}

function seldonRows(data: Fields, place: string): unknown[] {
  const { ndarray, tensor, names } = data;
  const rows = isObject(tensor)
    ? tensorRows([{ name: '', shape: tensor.shape as number[], data: tensor.values as unknown[] }], place)
    : ndarray;
  if (!Array.isArray(rows)) throw new IngestFault(place, 'data', 'it needs "ndarray" or "tensor"');
  return Array.isArray(names) && names.length > 0 ? rows.map((row) => namedBy(names, row)) : rows;
}

/** Tensors as rows: one that is alone gives lists of values, several give objects by name. */
function tensorRows(tensors: readonly PlainTensor[], place: string): unknown[] {
  const rows = tensors[0]?.shape[0] ?? 0;
  const parts = tensors.map(({ name, shape, data }) => {
    const flat = Array.isArray(data) ? data.flat(Number.POSITIVE_INFINITY) : [];
    const width = rows > 0 ? flat.length / rows : 0;
    if (!Array.isArray(shape) || shape[0] !== rows || !Number.isInteger(width))
      throw new IngestFault(place, name || 'tensor', 'its values do not fit its shape');
    return { name, width, flat };
  });
  return Array.from({ length: rows }, (_, row) => {
    const [only] = parts;
    if (only && parts.length === 1 && only.width !== 1)
      return only.flat.slice(row * only.width, (row + 1) * only.width);
    return Object.fromEntries(
      parts.map(({ name, width, flat }) => [
        name,
        width === 1 ? flat[row] : flat.slice(row * width, (row + 1) * width),
      ]),
    );
  });
}

function inputsOf(value: unknown, { columns }: PayloadShape, place: string): Fields {
  if (isObject(value)) {
    const [only] = Object.values(value);
    const isNamed = Object.keys(value).some((name) => columns.includes(name));
    // One value under a name of the server's own, such as the tensor of a model with one column.
    return isNamed || columns.length > 1 || Object.keys(value).length !== 1 ? value : { [columns[0] ?? '']: only };
  }
  const cells = Array.isArray(value) ? value : [value];
  if (cells.length !== columns.length)
    throw new IngestFault(place, null, `it has ${cells.length} values, and the model takes ${columns.length}`);
  return Object.fromEntries(columns.map((name, i) => [name, cells[i]]));
}

function tensorAnswers(tensors: readonly PlainTensor[], { classes }: PayloadShape, rows: number): Fields[] | null {
  const widthOf = ({ data }: PlainTensor) => data.flat(Number.POSITIVE_INFINITY).length / rows;
  const single = tensors.find((tensor) => widthOf(tensor) === 1);
  const wide = classes.length > 1 ? tensors.find((tensor) => widthOf(tensor) === classes.length) : undefined;
  if (!single && !wide) return null;
  return Array.from({ length: rows }, (_, row) => ({
    ...(single ? answerOf(single.data.flat(Number.POSITIVE_INFINITY)[row], { columns: [], classes }) : {}),
    ...(wide
      ? { scores: wide.data.flat(Number.POSITIVE_INFINITY).slice(row * classes.length, (row + 1) * classes.length) }
      : {}),
  }));
}

/**
 * One answer: an object by its fields; a list of one value is the value, of as many as there are classes their probabilities. A number
 * that names none of two classes and lies from 0 to 1 is the probability of the second.
 */
export function answerOf(value: unknown, { classes }: PayloadShape): Fields {
  if (isObject(value)) {
    const prediction = value.prediction ?? value.predicted_label ?? value.label ?? value.value;
    const scores = value.scores ?? value.probabilities;
    return { prediction, score: value.score, ...(scores === undefined ? {} : { scores }) };
  }
  if (Array.isArray(value))
    return value.length === 1 ? answerOf(value[0], { columns: [], classes }) : { scores: value };
  const isShare = typeof value === 'number' && value >= 0 && value <= 1;
  return classes.length === 2 && isShare && !classes.includes(String(value)) ? { score: value } : { prediction: value };
}
