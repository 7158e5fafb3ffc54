import { type CsvRecord, csvFault } from '@/lib/platform/http/read-csv';
import { buildReferenceProfile } from '@/lib/pure/stats/reference-profile';
import { parseNumberText } from '@/lib/pure/tabular/number-text';
import { matchTable, type RowPlace, type TableMatch } from '../registry';
import type { Overlay } from '../registry/schema';
import type { ColumnReference } from './schema';

const MAX_ROWS = 2_000_000;
const MAX_TEXT = 200;
const DAY_MS = 86_400_000;
/** The column of a file that says of what time a row is, as callers say it. */
export const TIME_COLUMN = 'context.time';

type Cells = { kind: 'number'; values: (number | null)[] } | { kind: 'category'; values: (string | null)[] };

/** Numbers are binned unless the owner says that they are codes of categories. */
function isCategory(place: RowPlace, overlay: Overlay | null): boolean {
  if (place.datatype === 'BYTES' || place.datatype === 'BOOL') return true;
  const kind = overlay?.columns.find((column) => column.name === place.column.name)?.kind;
  return kind === 'category' || kind === 'boolean';
}

function readCell(place: RowPlace, cells: Cells, cell: string, line: number): void {
  if (cells.kind === 'category') {
    const isNumber = place.datatype !== 'BYTES' && place.datatype !== 'BOOL';
    const number = isNumber ? parseNumberText(cell) : null;
    const text = number?.ok && number.value !== null ? String(number.value) : cell;
    cells.values.push(cell === '' ? null : (place.datatype === 'BOOL' ? text.toLowerCase() : text).slice(0, MAX_TEXT));
    return;
  }
  const parsed = parseNumberText(cell);
  if (!parsed.ok) throw csvFault(`"${cell.slice(0, 40)}" is not a number.`, { line, column: place.name });
  cells.values.push(parsed.value);
}

/** Values of one column, row by row. */
export type ColumnCells = { name: string } & Cells;

export interface ReadTable {
  header: string[];
  rows: number;
  match: TableMatch;
  columns: ColumnCells[];
  /** The UTC day of each row, where the file has a column `context.time` that the version does not take. */
  days: (number | null)[] | null;
}

/** The cells of every column that a version takes, from the records of a CSV file, header first. */
export async function readColumns(
  records: AsyncIterable<CsvRecord>,
  places: readonly RowPlace[],
  overlay: Overlay | null,
): Promise<ReadTable> {
  const columns = places.map(
    (place): ColumnCells => ({
      name: place.name,
      kind: isCategory(place, overlay) ? 'category' : 'number',
      values: [],
    }),
  );
  let header: string[] | null = null;
  let match: TableMatch = { by: 'name', positions: [], ignored: [] };
  let rows = 0;
  let timeAt = -1;
  const days: (number | null)[] = [];
  for await (const { cells, line } of records) {
    if (!header) {
      header = cells;
      match = matchTable(places, header);
      if (match.ignored.includes(TIME_COLUMN)) timeAt = header.indexOf(TIME_COLUMN);
      match = { ...match, ignored: match.ignored.filter((name) => name !== TIME_COLUMN) };
      continue;
    }
    rows += 1;
    if (rows > MAX_ROWS) throw csvFault(`there are more than ${MAX_ROWS.toLocaleString('en')} rows.`, { line });
    for (const [i, place] of places.entries()) {
      const column = columns[i];
      if (column) readCell(place, column, cells[match.positions[i] ?? -1] ?? '', line);
    }
    if (timeAt < 0) continue;
    const ms = Date.parse(cells[timeAt] ?? '');
    days.push(Number.isNaN(ms) ? null : Math.floor(ms / DAY_MS) * DAY_MS);
  }
  return { header: header ?? [], rows, match, columns, days: timeAt < 0 ? null : days };
}

export interface LearntReference extends Omit<ReadTable, 'columns' | 'days'> {
  columns: Record<string, ColumnReference>;
}

/** Bins and counts of every column that a version takes. */
export async function learnReference(...table: Parameters<typeof readColumns>): Promise<LearntReference> {
  const { columns, days: _, ...read } = await readColumns(...table);
  return { ...read, columns: Object.fromEntries(columns.map((column) => [column.name, profileOf(column)])) };
}

function profileOf(cells: Cells): ColumnReference {
  const profile = buildReferenceProfile(cells);
  return profile.kind === 'number'
    ? {
        ...profile,
        edges: [...profile.edges],
        counts: [...profile.counts],
        quantiles: [...profile.quantiles],
      }
    : { ...profile, categories: [...profile.categories], counts: [...profile.counts] };
}
