import { type CsvRecord, csvFault } from '@/lib/platform/http/read-csv';
import { describedName, describeTexts, readTextFacts, TEXT_MEASURES } from '@/lib/pure/drift/text-column';
import { buildReferenceProfile, type NumberProfile } from '@/lib/pure/stats/reference-profile';
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
    cells.values.push(cell === '' ? null : place.datatype === 'BOOL' ? text.toLowerCase() : text);
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

/** Bins and counts of every column that a version takes; of a column of texts those of what describes it. */
export async function learnReference(
  records: AsyncIterable<CsvRecord>,
  places: readonly RowPlace[],
  overlay: Overlay | null,
): Promise<LearntReference> {
  const { columns, days: _, ...read } = await readColumns(records, places, overlay);
  const names = new Set(columns.map(({ name }) => name));
  const found = columns.flatMap((cells, i): [string, ColumnReference][] => {
    const place = places[i];
    const texts = place && isPlainText(place, overlay) ? describedColumns(cells, names) : null;
    return texts ?? [[cells.name, profileOf(cells)]];
  });
  return { ...read, columns: Object.fromEntries(found) };
}

/** Strings that the owner does not call categories, and that the log has as they were sent. */
function isPlainText(place: RowPlace, overlay: Overlay | null): boolean {
  const said = overlay?.columns.find(({ name }) => name === place.column.name);
  return place.datatype === 'BYTES' && said?.kind !== 'category' && (said?.personal ?? 'keep') === 'keep';
}

/** What describes a column of texts; null where its values are none, or where other columns have the names already. */
function describedColumns(cells: ColumnCells, names: ReadonlySet<string>): [string, ColumnReference][] | null {
  if (cells.kind !== 'category') return null;
  if (TEXT_MEASURES.some((measure) => names.has(describedName(cells.name, measure)))) return null;
  const facts = readTextFacts(cells.values);
  if (!facts) return null;
  const profiles = describeTexts(cells.name, cells.values, facts);
  return TEXT_MEASURES.map((measure) => {
    const { text, ...profile } = profiles[measure];
    return [describedName(cells.name, measure), { ...numbersOf(profile), text: { ...text } }];
  });
}

const numbersOf = (profile: NumberProfile) => ({
  ...profile,
  edges: [...profile.edges],
  counts: [...profile.counts],
  quantiles: [...profile.quantiles],
});

function profileOf(cells: Cells): ColumnReference {
  const profile = buildReferenceProfile(
    cells.kind === 'number'
      ? cells
      : { kind: 'category', values: cells.values.map((value) => value?.slice(0, MAX_TEXT) ?? null) },
  );
  return profile.kind === 'number'
    ? numbersOf(profile)
    : { ...profile, categories: [...profile.categories], counts: [...profile.counts] };
}
