import { AppError } from '@/lib/platform/errors';
import type { Datatype } from '@/lib/pure/protocols/datatype';
import { type Column, rowWidth, type ServedSignature } from '@/lib/pure/protocols/signature';
import { matchColumns } from './match-columns';

/** One cell that a row of a table must have for a version. */
export interface RowPlace {
  name: string;
  column: Column;
  /** Position inside a column that is a list; null for a plain column. */
  at: number | null;
  datatype: Datatype;
}

const MAX_PLACES = 2000;

/** The cells of a row: one per named column; a list of known width has one per value. */
export function rowPlaces(served: ServedSignature): RowPlace[] {
  return served.columns.flatMap((column): RowPlace[] => {
    const input = served.inputs.find((candidate) => candidate.name === column.input);
    const datatype = input?.datatype ?? 'FP32';
    const width = input ? rowWidth(input.shape) : 1;
    if (column.index !== null || width === 1 || width === null || width > MAX_PLACES)
      return [{ name: column.name, column, at: null, datatype }];
    return Array.from({ length: width }, (_, at) => ({ name: `${column.name}_${at}`, column, at, datatype }));
  });
}

export interface TableMatch {
  by: 'name' | 'position';
  /** For each place, its position in the header. */
  positions: number[];
  ignored: string[];
}

/** Finds the places in a table's header, leaving out the columns in `taken`. Throws 422 that names what is missing. */
export function matchTable(
  places: readonly RowPlace[],
  header: readonly string[],
  taken: ReadonlySet<string> = new Set(),
): TableMatch {
  const free = header.filter((name) => !taken.has(name));
  const names = places.map((place) => place.name);
  const match = matchColumns(names, free);
  if (match)
    return {
      by: match.by,
      positions: match.positions.map((position) => header.indexOf(free[position] ?? '')),
      ignored: match.leftOut,
    };
  const missing = names.filter((name) => !free.includes(name));
  const shown = missing.slice(0, 10).join(', ');
  throw new AppError(
    'invalid_input',
    `The file lacks ${missing.length} of the ${names.length} columns that the model takes: ${shown}${missing.length > 10 ? ' …' : ''}.`,
    {
      reason: 'missing_columns',
      invalidParams: missing.slice(0, 50).map((name) => ({ name, reason: 'the file has no such column' })),
      details: { missing: missing.slice(0, 50) },
    },
  );
}
