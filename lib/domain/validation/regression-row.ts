import type { Column } from '@/lib/pure/protocols/signature';
import type { TestField } from './schema';

type Found = { value: TestField['value'] } | null;

/**
 * A logged row as the fields that a version takes: by name, else by the place in the tensor, so that columns that were named or renamed since
 * find their value. `missing` names the first column that the row has not.
 * Example: a row logged as the list X = [1, 2] for a version whose columns `a` and `b` lie in X is {a: 1, b: 2}.
 */
export function rowFor(
  columns: readonly Column[],
  fields: readonly TestField[],
): { row: Record<string, unknown> } | { missing: string } {
  const row: Record<string, unknown> = {};
  for (const column of columns) {
    const found = findValue(column, fields);
    if (found) row[column.name] = found.value;
    else if (column.fallback === undefined) return { missing: column.name };
  }
  return { row };
}

function findValue(column: Column, fields: readonly TestField[]): Found {
  const ofInput = fields.filter(({ input }) => input === column.input);
  const named = fields.find(({ name }) => name === column.name);
  const placed = ofInput.find(({ index }) => index === column.index);
  const isList = (field: TestField | undefined) => Array.isArray(field?.value);
  if (named && (named.index === null) === (column.index === null)) return named;
  if (placed) return placed;
  if (column.index !== null) {
    const [whole] = ofInput;
    if (whole && isList(whole) && Array.isArray(whole.value) && column.index < whole.value.length)
      // A list of the log holds cells; nested ones have no position of their own.
      return { value: whole.value[column.index] as TestField['value'] };
    return named ?? null;
  }
  if (named) return named;
  const parts = ofInput.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0));
  const isWhole = parts.length > 0 && parts.every(({ index }, i) => index === i);
  return isWhole ? { value: parts.map(({ value }) => value) } : null;
}
