import { type CellRow, cellOf, flattenRow, isObject, isScalar } from './json-cells';
import { type AnswerTensor, listsOfTensor, readTensors, rowsOfTensors } from './tensors';

/** What the only value of an answer without names is called. */
export const VALUE = 'answer';
const MAX_WIDTH = 1000;

/** Where the answers lie in the JSON that a service gives. */
export interface AnswerShape {
  /** For one row, or for a list of rows. */
  asked: 'one' | 'list';
  /** The member that holds them; null where the whole body is the answer. */
  container: string | null;
  /** What stands for each row. */
  each: 'value' | 'object' | 'list';
  /** A list with one entry per row, even for one row. */
  many: boolean;
  /** The answers are tensors of the Open Inference protocol, these. */
  tensors?: AnswerTensor[] | undefined;
}

export interface ReadAnswer {
  shape: AnswerShape;
  /** Per row its values by name, or the list that stands for it. */
  rows: { fields: CellRow; list: number[] | null }[];
  /** Members beside the container. */
  extras: string[];
}

const CONTAINERS = ['predictions', 'prediction', 'outputs', 'output', 'results', 'result', 'answers', 'scores', 'data'];

/**
 * The answers to `rows` rows in the JSON of a service, or null where no place in it has one for each.
 * Example: {"predictions":[0.1,0.7]} for two rows is answer = 0.1 and answer = 0.7.
 */
export function readAnswer(body: unknown, rows: number, asked: 'one' | 'list'): ReadAnswer | null {
  const tensors = isObject(body) ? readOutputs(body, rows, asked) : null;
  if (tensors) return tensors;
  const whole = readPart(body, rows, asked, null, []);
  if (whole || !isObject(body)) return whole;
  const names = Object.keys(body);
  const known = CONTAINERS.filter((name) => Object.hasOwn(body, name));
  const others = names.filter((name) => !CONTAINERS.includes(name));
  for (const name of [...known, ...others]) {
    const value = body[name];
    // A plain member is a field of the one answer, and keeps its name.
    if (isScalar(value)) continue;
    if (!Array.isArray(value) && names.length > 1 && !(isObject(value) && known.includes(name))) continue;
    const found = readPart(
      value,
      rows,
      asked,
      name,
      names.filter((other) => other !== name),
    );
    if (found) return found;
  }
  return rows === 1 ? readObject(body, asked) : null;
}

/** Tensors in `outputs`, values in JSON: one that has several numbers for each row is a list, all others are fields. */
function readOutputs(body: Record<string, unknown>, rows: number, asked: 'one' | 'list'): ReadAnswer | null {
  const tensors = readTensors(body.outputs);
  if (tensors?.[0]?.rows !== rows) return null;
  const lists = listsOfTensor(tensors);
  const fields = lists ? null : rowsOfTensors(tensors);
  if (!lists && !fields) return null;
  return {
    shape: {
      asked,
      container: 'outputs',
      each: lists ? 'list' : 'object',
      many: true,
      tensors: tensors.map(({ name, datatype, width }) => ({ name, datatype, width })),
    },
    rows: lists
      ? lists.map((list) => ({ fields: new Map(), list }))
      : (fields ?? []).map((row) => ({ fields: row, list: null })),
    extras: Object.keys(body).filter((name) => name !== 'outputs'),
  };
}

/** A value that is itself the answer to all rows. An object without a container is left to the caller. */
function readPart(
  value: unknown,
  rows: number,
  asked: 'one' | 'list',
  container: string | null,
  extras: string[],
): ReadAnswer | null {
  const made = (each: AnswerShape['each'], many: boolean, list: (ReadAnswer['rows'][number] | null)[]) =>
    list.some((row) => row === null)
      ? null
      : { shape: { asked, container, each, many }, rows: list.filter((row) => row !== null), extras };
  if (isScalar(value)) return rows === 1 && value !== undefined ? made('value', false, [valueRow(value)]) : null;
  if (!Array.isArray(value))
    return container !== null && rows === 1 && isObject(value) ? made('object', false, [objectRow(value)]) : null;
  if (value.length === rows) {
    if (value.every(isScalar)) return made('value', true, value.map(valueRow));
    if (value.every(isObject)) return made('object', true, value.map(objectRow));
    if (value.every((part) => Array.isArray(part) && part.length === 1 && isScalar(part[0])))
      return made(
        'list',
        true,
        value.map((part) => listRow(part)),
      );
    if (value.every(Array.isArray))
      return made(
        'list',
        true,
        value.map((part) => listRow(part)),
      );
  }
  return rows === 1 && value.length > 1 ? made('list', false, [listRow(value)]) : null;
}

const valueRow = (value: unknown) =>
  isScalar(value) ? { fields: new Map([[VALUE, cellOf(value)]]), list: null } : null;

function objectRow(value: Record<string, unknown>) {
  const fields = flattenRow(value);
  return fields && fields.size > 0 ? { fields, list: null } : null;
}

const listRow = (value: unknown) =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= MAX_WIDTH &&
  value.every((part) => typeof part === 'number')
    ? { fields: new Map(), list: value as number[] }
    : null;

function readObject(body: Record<string, unknown>, asked: 'one' | 'list'): ReadAnswer | null {
  const row = objectRow(body);
  return row && { shape: { asked, container: null, each: 'object', many: false }, rows: [row], extras: [] };
}
