import { CONTEXT_PREFIX, ContextReader, type RowContext } from '../protocols/context';
import { ProtocolError } from '../protocols/protocol-error';
import type { Reading } from '../protocols/signature';
import { parseNumberText } from '../tabular/number-text';
import { IngestFault } from './ingest-fault';
import type { SentRow } from './sent-row';
import { readSentTime } from './sent-time';

/** What the rows of a model look like. */
export interface RowShape {
  columns: readonly { name: string; isNumber: boolean }[];
  reading: Reading;
}

export interface CheckRules {
  nowMs: number;
  /** Fields that are no columns are left out instead of refused. */
  ignoresUnknown: boolean;
}

/** A row that can be stored. */
export interface CheckedRow {
  place: string;
  id: string | null;
  timeMs: number | null;
  /** One value per column, in their order. */
  inputs: (number | string | null)[];
  /** Null of a row that brings only the label of one that was sent before, and of a call that failed. */
  outcome: string | null;
  /** What a call that failed ended with. */
  failure: { status: number; message: string } | null;
  /** Per class, in their order. */
  scores: number[] | null;
  label: string | null;
  context: RowContext | null;
  latencyUs: number | null;
}

const DAY_MS = 86_400_000;
const OLDEST_DAYS = 400;
const AHEAD_DAYS = 1;
export const OUTSIDE = `it is outside the last ${OLDEST_DAYS} days and the next ${AHEAD_DAYS}`;
const MAX_ID = 200;
const MAX_TEXT = 1_000_000;
const MAX_LABEL = 1000;
const MAX_LATENCY_MS = 2_000_000;
const SLACK = 1e-6;

/** Whether the log keeps rows of a moment. */
export const isKeptTime = (ms: number, nowMs: number): boolean =>
  ms >= nowMs - OLDEST_DAYS * DAY_MS && ms <= nowMs + AHEAD_DAYS * DAY_MS;

const isMissing = (value: unknown): value is null | undefined | '' =>
  value === null || value === undefined || value === '';

/** Holds a row against the model's columns and classes. Throws IngestFault that names place, field and reason. */
export function checkRow(row: SentRow, shape: RowShape, rules: CheckRules): CheckedRow {
  const fault = (field: string | null, reason: string) => new IngestFault(row.place, field, reason);
  const id = isMissing(row.id) ? null : textOf(row.id, 'id', MAX_ID, fault);
  const failure = failureOf(row, fault);
  const isLabelOnly = id !== null && !isMissing(row.label) && [row.prediction, row.score, row.scores].every(isMissing);
  const hasAnswer = failure === null && !isLabelOnly;
  const answer = hasAnswer ? answerOf(row, shape.reading, fault) : { outcome: null, scores: null };
  return {
    place: row.place,
    id,
    timeMs: timeOf(row.time, rules.nowMs, fault),
    inputs: hasAnswer ? inputsOf(row, shape, rules, fault) : [],
    ...answer,
    failure,
    label: isMissing(row.label) ? null : labelOf(row.label, shape.reading, fault),
    context: contextOf(row, id, fault),
    latencyUs: latencyOf(row.latencyMs, fault),
  };
}

type Fault = (field: string | null, reason: string) => IngestFault;

function textOf(value: unknown, field: string, most: number, fault: Fault): string {
  const text = typeof value === 'string' ? value : typeof value === 'object' ? null : String(value);
  if (text === null) throw fault(field, 'it must be a text or a number');
  if (text.length > most) throw fault(field, `it has ${text.length} characters; ${most} are the most`);
  if (text.includes('\u0000') || !text.isWellFormed()) throw fault(field, 'it holds characters that cannot be stored');
  return text;
}

function numberOf(value: unknown, field: string, fault: Fault): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') {
    if (BigInt(Number(value)) !== value) throw fault(field, 'the number has more digits than a double holds');
    return Number(value);
  }
  if (typeof value !== 'string') throw fault(field, `it must be a number, and is ${kindOf(value)}`);
  const parsed = parseNumberText(value.trim());
  if (!parsed.ok) throw fault(field, `"${value.slice(0, 40)}" is no number`);
  if (!parsed.isExact) throw fault(field, 'the number has more digits than a double holds');
  return parsed.value;
}

const kindOf = (value: unknown): string =>
  typeof value === 'boolean'
    ? 'true or false'
    : value instanceof Date
      ? 'a time'
      : Array.isArray(value)
        ? 'a list'
        : 'an object';

function inputsOf(row: SentRow, { columns }: RowShape, rules: CheckRules, fault: Fault): CheckedRow['inputs'] {
  const known = new Set(columns.map(({ name }) => name));
  if (!rules.ignoresUnknown) {
    const unknown = Object.keys(row.inputs).find((name) => !known.has(name));
    if (unknown !== undefined)
      throw fault(unknown.slice(0, 128), 'the model has no such column; leave it out, or send unknown=ignore');
  }
  return columns.map(({ name, isNumber }) => {
    const value = row.inputs[name];
    if (value === undefined) throw fault(name, 'this column is missing; send null where there is no value');
    if (isMissing(value)) return null;
    if (!isNumber) return textOf(value instanceof Date ? value.toISOString() : value, name, MAX_TEXT, fault);
    if (typeof value === 'string' && !row.isText)
      throw fault(name, `it must be a number, and is the text "${value.slice(0, 40)}"`);
    return numberOf(value, name, fault);
  });
}

const MAX_VERSION = 64;

/** What a row calls the version that answered it; null where it names none. Throws IngestFault. */
export function versionOf(row: SentRow): string | null {
  if (isMissing(row.version)) return null;
  return textOf(row.version, 'version', MAX_VERSION, (field, reason) => new IngestFault(row.place, field, reason));
}

const MAX_MESSAGE = 1000;
const LEAST_FAILED = 400;
const MOST_STATUS = 599;
const UNNAMED_FAILURE = 500;

/** A row with an error, or with a status from 400 on, is a call that failed: whatever else it has, it has no answer. */
function failureOf(row: SentRow, fault: Fault): CheckedRow['failure'] {
  const status = isMissing(row.status) ? null : numberOf(row.status, 'status', fault);
  if (status !== null && !(Number.isInteger(status) && status >= 100 && status <= MOST_STATUS))
    throw fault('status', `it must be a status of HTTP, from 100 to ${MOST_STATUS}`);
  const hasError = !isMissing(row.error) && row.error !== false;
  if (!hasError && (status === null || status < LEAST_FAILED)) return null;
  if (status !== null && status < LEAST_FAILED)
    throw fault('status', `the row has an error, and ${status} says that the call went well`);
  if (![row.prediction, row.score, row.scores, row.label].every(isMissing))
    throw fault(hasError ? 'error' : 'status', 'a call that failed has no prediction, scores or label; leave one out');
  const message = hasError && row.error !== true ? textOf(row.error, 'error', MAX_MESSAGE, fault) : '';
  return { status: status ?? UNNAMED_FAILURE, message };
}

/** The text of a class, also where it was written as another number: "1.0" is the class "1". */
function classOf(value: unknown, classes: readonly string[], field: string, fault: Fault): string | null {
  const text = textOf(value, field, MAX_LABEL, fault);
  if (classes.includes(text)) return text;
  const parsed = parseNumberText(text.trim());
  const plain = parsed.ok && parsed.value !== null ? String(parsed.value) : null;
  return plain !== null && classes.includes(plain) ? plain : null;
}

function answerOf(row: SentRow, reading: Reading, fault: Fault): Pick<CheckedRow, 'outcome' | 'scores'> {
  if (reading.task !== 'classification') {
    if (!isMissing(row.score) || !isMissing(row.scores)) throw fault('scores', 'a regression has no scores');
    const value = numberOf(row.prediction, 'prediction', fault);
    if (value === null || !Number.isFinite(value)) throw fault('prediction', 'the row has no prediction');
    return { outcome: String(value), scores: null };
  }
  const { classes } = reading;
  const scores = scoresOf(row, classes, fault);
  if (isMissing(row.prediction)) {
    if (!scores) throw fault('prediction', 'the row has neither a prediction nor scores');
    return { outcome: classes[scores.indexOf(Math.max(...scores))] ?? '', scores };
  }
  const outcome = classOf(row.prediction, classes, 'prediction', fault);
  if (outcome === null)
    throw fault(
      'prediction',
      `"${String(row.prediction).slice(0, 60)}" is none of the classes ${classes.slice(0, 10).join(', ')}`,
    );
  return { outcome, scores };
}

function scoresOf(row: SentRow, classes: readonly string[], fault: Fault): number[] | null {
  const share = (value: unknown, field: string): number => {
    const score = numberOf(value, field, fault);
    if (score === null || !(score >= -SLACK && score <= 1 + SLACK))
      throw fault(field, 'a score is a number from 0 to 1');
    return Math.min(1, Math.max(0, score));
  };
  if (!isMissing(row.scores)) {
    const given = row.scores;
    if (typeof given !== 'object')
      throw fault('scores', 'they are an object by class, or a list in the order of the classes');
    if (Array.isArray(given)) {
      if (given.length !== classes.length)
        throw fault('scores', `there are ${given.length}, and ${classes.length} classes`);
      return given.map((value, i) => share(value, `scores.${i}`));
    }
    const byClass = new Map(Object.entries(given));
    if ([...byClass.values()].every(isMissing)) return null;
    const unknown = [...byClass.keys()].find((name) => !classes.includes(name));
    if (unknown !== undefined) throw fault(`scores.${unknown.slice(0, 60)}`, 'the model has no such class');
    return classes.map((name) => share(byClass.get(name), `scores.${name}`));
  }
  if (isMissing(row.score)) return null;
  if (classes.length !== 2) throw fault('score', 'one score is for two classes; send scores, one per class');
  const second = share(row.score, 'score');
  return [1 - second, second];
}

function labelOf(value: unknown, reading: Reading, fault: Fault): string {
  if (reading.task === 'classification')
    return classOf(value, reading.classes, 'label', fault) ?? textOf(value, 'label', MAX_LABEL, fault);
  const number = numberOf(value, 'label', fault);
  if (number === null || !Number.isFinite(number)) throw fault('label', 'it must be a number');
  return String(number);
}

function timeOf(value: unknown, nowMs: number, fault: Fault): number | null {
  if (isMissing(value)) return null;
  const ms = readSentTime(value);
  if (ms === null) throw fault('time', 'it is no time; write it as 2026-11-02T10:00:00Z, or as seconds since 1970');
  if (!isKeptTime(ms, nowMs)) throw fault('time', OUTSIDE);
  return ms;
}

function contextOf(row: SentRow, id: string | null, fault: Fault): RowContext | null {
  const reader = new ContextReader(1);
  try {
    for (const [name, value] of Object.entries(row.context))
      if (value !== '') reader.set(0, `${CONTEXT_PREFIX}${name}`, value);
    const own = reader.result()?.[0]?.id;
    if (id !== null && own !== undefined && own !== id) throw fault('context.id', 'it is kept for the id of the row');
    if (id !== null) reader.set(0, `${CONTEXT_PREFIX}id`, id);
  } catch (error) {
    if (error instanceof ProtocolError) throw fault(error.field ?? 'context', error.message);
    throw error;
  }
  const context = reader.result()?.[0];
  return context ? { ...context } : null;
}

function latencyOf(value: unknown, fault: Fault): number | null {
  if (isMissing(value)) return null;
  const ms = numberOf(value, 'latencyMs', fault);
  if (ms === null || !(ms >= 0 && ms <= MAX_LATENCY_MS))
    throw fault('latencyMs', `it is a number of milliseconds from 0 to ${MAX_LATENCY_MS}`);
  return Math.round(ms * 1000);
}
