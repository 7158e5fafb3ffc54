import type { Cell, CellRow } from '@/lib/pure/json-service/json-cells';
import type { Learnt } from '@/lib/pure/json-service/learnt';
import type { InferenceRequest } from '@/lib/pure/protocols/inference';
import { readNamedRows } from '@/lib/pure/protocols/named-rows';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import { type RowPlace, rowPlaces } from '../registry';
import type { ColumnMapping } from './schema';

/**
 * Which column of the service's rows is which of the model's: by name where every name is there (but those with a default); else by
 * position where both have as many.
 */
export function mapColumns(served: ServedSignature, learnt: Pick<Learnt, 'columns'>): ColumnMapping {
  const places = rowPlaces(served);
  const names = learnt.columns.map(({ name }) => name);
  const known = new Set(names);
  const byName = places.filter(({ name }) => known.has(name));
  const missing = places.filter(({ name, column }) => !known.has(name) && column.fallback === undefined);
  if (missing.length > 0 && places.length === names.length && byName.length === 0)
    return {
      by: 'position',
      pairs: places.map(({ name }, i) => ({ column: names[i] ?? '', place: name })),
      missing: [],
    };
  return {
    by: 'name',
    pairs: byName.map(({ name }) => ({ column: name, place: name })),
    missing: missing.map(({ name }) => name),
  };
}

/** The rows of a service's call as tensors of a model. Throws ProtocolError or RowFaults where they do not fit it. */
export function readForModel(
  served: ServedSignature,
  learnt: Pick<Learnt, 'columns'>,
  rows: readonly CellRow[],
): InferenceRequest {
  const columnOf = new Map(mapColumns(served, learnt).pairs.map(({ column, place }) => [place, column]));
  const places = rowPlaces(served);
  return readNamedRows(
    served,
    rows.map((row) => toNamedRow(places, columnOf, row)),
    { textCells: true, maxFaults: 20 },
  );
}

function toNamedRow(places: readonly RowPlace[], columnOf: Map<string, string>, row: CellRow): Record<string, unknown> {
  const named: Record<string, unknown> = {};
  for (const place of places) {
    const column = columnOf.get(place.name);
    // What the service was not told is missing here too, so that the model's own rule for it counts.
    if (column === undefined || !row.has(column)) continue;
    const cell = cellFor(place.datatype, row.get(column) ?? null);
    if (place.at === null) named[place.column.name] = cell;
    else {
      const list = (named[place.column.name] as Cell[] | undefined) ?? [];
      list[place.at] = cell;
      named[place.column.name] = list;
    }
  }
  return named;
}

function cellFor(datatype: string, cell: Cell): Cell {
  if (cell === null) return null;
  if (datatype === 'BYTES') return String(cell);
  if (typeof cell === 'boolean' && datatype !== 'BOOL') return Number(cell);
  if (typeof cell === 'number' && datatype === 'BOOL') return cell === 1 ? true : cell === 0 ? false : String(cell);
  return cell;
}
