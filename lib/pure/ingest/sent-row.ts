import { CONTEXT_PREFIX, isContextName } from '../protocols/context';
import { IngestFault } from './ingest-fault';

/** A prediction that was made elsewhere, as it was sent: nothing of it is checked yet. */
export interface SentRow {
  /** Where it stands, in words: "Line 3", "rows.2". */
  place: string;
  id?: unknown;
  time?: unknown;
  prediction?: unknown;
  /** Of two classes: the probability of the second. */
  score?: unknown;
  /** By class, or in the order of the classes. */
  scores?: unknown;
  label?: unknown;
  latencyMs?: unknown;
  /** What the server that answered calls the version that answered. */
  version?: unknown;
  /** Of a call that failed: what was said, and the status it had, from 400 on. */
  error?: unknown;
  status?: unknown;
  inputs: Record<string, unknown>;
  context: Record<string, unknown>;
  /** Cells are texts, as in CSV: "1.5" is a number and an empty cell is missing. */
  isText?: boolean;
}

/** Rows that were answered together; with an id, rows are named by it and their place. */
export interface SentCall {
  place: string;
  id?: unknown;
  rows: SentRow[];
}

const FIELDS = ['id', 'time', 'prediction', 'score', 'label', 'latencyMs', 'version', 'error', 'status'] as const;

/** What the fields of a row are called where they were written; null for those that no row has. */
export type RowNames = Record<(typeof FIELDS)[number], string | null>;

export const ROW_NAMES: RowNames = {
  id: 'id',
  time: 'time',
  prediction: 'prediction',
  score: 'score',
  label: 'label',
  latencyMs: 'latencyMs',
  version: 'version',
  error: 'error',
  status: 'status',
};

export type Fields = Record<string, unknown>;
export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const plain = (): Fields => Object.create(null);

/**
 * A flat record as a row: fields by their names, `context.…`, `score.CLASS` and `inputs.…` by their prefix, and all else as inputs.
 * Example: {id: 'a', age: 40, prediction: 'slow', 'context.entity': 'p1'} has the input age and the context entity.
 */
export function rowOf(record: Fields, names: RowNames, place: string): SentRow {
  const row: SentRow = { place, inputs: plain(), context: plain() };
  const fields = new Map(FIELDS.map((field) => [names[field], field]));
  let scores: Fields | undefined;
  for (const [key, value] of Object.entries(record)) {
    const field = fields.get(key);
    if (field) row[field] = value;
    else if (key === 'scores') row.scores = value;
    else if (isContextName(key)) row.context[key.slice(CONTEXT_PREFIX.length)] = value;
    else if (key.startsWith('score.')) {
      scores ??= plain();
      scores[key.slice('score.'.length)] = value;
    } else if (key === 'inputs' && isObject(value)) Object.assign(row.inputs, value);
    else if (key === 'context') Object.assign(row.context, contextOf(value, place));
    else row.inputs[key.startsWith('inputs.') ? key.slice('inputs.'.length) : key] = value;
  }
  if (scores) row.scores = scores;
  return row;
}

function contextOf(value: unknown, place: string): Fields {
  if (value === null || value === undefined) return {};
  if (!isObject(value)) throw new IngestFault(place, 'context', 'it must be an object of names and values');
  return value;
}

export const oneRow = (row: SentRow): SentCall => ({ place: row.place, id: row.id, rows: [row] });
