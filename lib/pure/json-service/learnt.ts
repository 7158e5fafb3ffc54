import type { Cell, CellRow } from './json-cells';
import type { AnswerShape, ReadAnswer } from './read-answer';
import type { ReadRows } from './read-rows';

export type CellKind = 'number' | 'text' | 'boolean' | 'unknown';

export interface LearntColumn {
  name: string;
  kind: CellKind;
  /** Some rows leave it out or send null. */
  nullable: boolean;
  /** Its different values as texts, sorted, while they are 50 at most; else null. */
  values: string[] | null;
}

/** What calls have shown of a service's JSON. `joinLearnt` of two such is the same in any order. */
export interface Learnt {
  columns: LearntColumn[];
  /** Rows come as lists of values, so that the names of columns are only numbers. */
  isListed: boolean;
  forms: string[];
  fields: LearntColumn[];
  /** Where each row's answer is a list: its length (-1 where it differs), and whether all are shares that add up to 1. */
  list: { width: number; isShares: boolean } | null;
  shapes: AnswerShape[];
  /** Members of the answer that belong to no row. */
  extras: string[];
}

const MAX_VALUES = 50;
const MAX_NAMES = 20;

const kindOf = (cell: Cell): CellKind =>
  cell === null
    ? 'unknown'
    : typeof cell === 'number'
      ? 'number'
      : typeof cell === 'boolean'
        ? 'boolean'
        : typeof cell === 'string'
          ? 'text'
          : 'unknown';

/** The kind that holds values of both. Example: number and text is text. */
export const joinKinds = (one: CellKind, other: CellKind): CellKind =>
  one === other || other === 'unknown' ? one : one === 'unknown' ? other : 'text';

const union = (one: readonly string[], other: readonly string[]): string[] =>
  [...new Set([...one, ...other])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** No more than `MAX_NAMES`, the first by order, so that it does not matter which came first. */
const few = (one: readonly string[], other: readonly string[]) => union(one, other).slice(0, MAX_NAMES);

function joinValues(one: readonly string[] | null, other: readonly string[] | null): string[] | null {
  if (one === null || other === null) return null;
  const all = union(one, other);
  return all.length > MAX_VALUES ? null : all;
}

function joinColumns(one: readonly LearntColumn[], other: readonly LearntColumn[]): LearntColumn[] {
  const byName = new Map(other.map((column) => [column.name, column]));
  const joined = one.map((column) => {
    const same = byName.get(column.name);
    byName.delete(column.name);
    if (!same) return { ...column, nullable: true };
    return {
      name: column.name,
      kind: joinKinds(column.kind, same.kind),
      nullable: column.nullable || same.nullable,
      values: joinValues(column.values, same.values),
    };
  });
  return [...joined, ...[...byName.values()].map((column) => ({ ...column, nullable: true }))];
}

/** Columns of rows: in the order in which they first appear, with kind and values. */
function columnsOf(rows: readonly CellRow[]): LearntColumn[] {
  const found = new Map<string, { kind: CellKind; rows: number; nulls: number; values: Set<string> | null }>();
  for (const row of rows)
    for (const [name, cell] of row) {
      const column = found.get(name) ?? { kind: 'unknown', rows: 0, nulls: 0, values: new Set<string>() };
      found.set(name, column);
      column.kind = joinKinds(column.kind, kindOf(cell));
      column.rows += 1;
      if (cell === null) column.nulls += 1;
      else column.values?.add(String(cell).slice(0, 128));
      if (column.values && column.values.size > MAX_VALUES) column.values = null;
    }
  return [...found].map(([name, { kind, rows: seen, nulls, values }]) => ({
    name,
    kind,
    nullable: nulls > 0 || seen < rows.length,
    values: values && union([...values], []),
  }));
}

const SHARE_TOLERANCE = 1e-3;
const areShares = (list: readonly number[]) =>
  list.length > 1 &&
  list.every((share) => share >= 0 && share <= 1) &&
  Math.abs(list.reduce((sum, share) => sum + share, 0) - 1) < SHARE_TOLERANCE;

/** What one call shows. Values of inputs are not kept: nothing needs them, and they may be personal. */
export function learn(request: ReadRows, answer: ReadAnswer): Learnt {
  const lists = answer.rows.flatMap(({ list }) => (list ? [list] : []));
  const [first] = lists;
  return {
    columns: columnsOf(request.rows).map((column) => ({ ...column, values: null })),
    isListed: request.isListed,
    forms: [request.form],
    fields: answer.shape.each === 'list' ? [] : columnsOf(answer.rows.map(({ fields }) => fields)),
    list: first
      ? {
          width: lists.every((list) => list.length === first.length) ? first.length : -1,
          isShares: lists.every(areShares),
        }
      : null,
    shapes: [answer.shape],
    extras: few(answer.extras, []),
  };
}

const nameOf = ({ asked, container, each, many, tensors }: AnswerShape) =>
  JSON.stringify([asked, container, each, many, tensors]);

function joinShapes(one: readonly AnswerShape[], other: readonly AnswerShape[]): AnswerShape[] {
  const byName = new Map([...one, ...other].map((shape) => [nameOf(shape), shape]));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, shape]) => shape);
}

/** What two lots of calls show together; the order matters only for the order of the columns. */
export function joinLearnt(one: Learnt | null, other: Learnt): Learnt {
  if (one === null) return other;
  return {
    columns: joinColumns(one.columns, other.columns),
    isListed: one.isListed && other.isListed,
    forms: few(one.forms, other.forms),
    fields: joinColumns(one.fields, other.fields),
    list:
      one.list && other.list
        ? {
            width: one.list.width === other.list.width ? one.list.width : -1,
            isShares: one.list.isShares && other.list.isShares,
          }
        : (one.list ?? other.list),
    shapes: joinShapes(one.shapes, other.shapes),
    extras: few(one.extras, other.extras),
  };
}

/** What is learnt on once the columns are settled: classes that had not come yet. */
export function joinClasses(settled: Learnt, other: Learnt): Learnt {
  const byName = new Map(other.fields.map((field) => [field.name, field]));
  return {
    ...settled,
    fields: settled.fields.map((field) => {
      const same = byName.get(field.name);
      return same && field.kind !== 'number' ? { ...field, values: joinValues(field.values, same.values) } : field;
    }),
  };
}
