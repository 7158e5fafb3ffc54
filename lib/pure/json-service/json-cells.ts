import { longDigits } from '../protocols/long-integers';

/** One value of a row, as a column takes it. */
export type Cell = number | string | boolean | null;
export type CellRow = Map<string, Cell>;

export const MAX_COLUMNS = 1000;
const MAX_DEPTH = 4;
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isScalar = (value: unknown): value is Cell => value === null || typeof value !== 'object';

/** Names that a column can have; what is called otherwise is not read. */
export const isColumnName = (name: string): boolean =>
  name.length > 0 && name.length <= 128 && !/\p{C}/u.test(name) && !RESERVED.has(name) && !name.startsWith('context.');

/** Long integers keep their digits, as text. */
export const cellOf = (value: Cell): Cell => (typeof value === 'string' ? (longDigits(value) ?? value) : value);

/**
 * An object as one row: nested objects and short lists become columns named by their path.
 * Null where it is nested deeper than four levels or has more than 1,000 values.
 * Example: {"age": 40, "home": {"city": "Porto"}} is age = 40, home.city = "Porto".
 */
export function flattenRow(value: Record<string, unknown> | readonly unknown[], prefix = ''): CellRow | null {
  const row: CellRow = new Map();
  const add = (at: string, part: unknown, depth: number): boolean => {
    if (isScalar(part)) {
      if (isColumnName(at)) row.set(at, cellOf(part));
      return row.size <= MAX_COLUMNS;
    }
    if (depth >= MAX_DEPTH) return false;
    const parts = Object.entries(part as object);
    return parts.every(([name, inner]) => add(at === '' ? name : `${at}.${name}`, inner, depth + 1));
  };
  return add(prefix, value, 0) ? row : null;
}

/** A list of values as one row of columns without names: x_0, x_1, … */
export function listRow(values: readonly unknown[]): CellRow | null {
  if (values.length > MAX_COLUMNS || !values.every(isScalar)) return null;
  return new Map(values.map((value, i) => [`x_${i}`, cellOf(value)]));
}
