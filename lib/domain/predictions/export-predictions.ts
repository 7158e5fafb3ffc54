import type { Ctx } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import type { Datatype } from '@/lib/pure/protocols/datatype';
import { type Column, rowWidth, type ServedSignature } from '@/lib/pure/protocols/signature';
import { type CsvCell, writeCsvRow } from '@/lib/pure/tabular/csv-write';
import { type ParquetColumn, type ParquetKind, ParquetPieces } from '@/lib/pure/tabular/parquet-write';
import { nameCallers } from '../people';
import { getModel, getServedVersion } from '../registry';
import { valuesOfRow } from './get-prediction';
import { logScope, toPredictionRow } from './list-predictions';
import type { RowReference } from './row-id';
import type { PredictionFilter } from './schema';
import { findCalls, type LoggedCall } from './store-detail';
import { type ListedRow, listRows } from './store-list';

const ROWS_A_PAGE = 1000;
/** Wider inputs, such as pictures, are not spread over columns. */
const MAX_COLUMNS = 500;
const HEAD: readonly ParquetColumn[] = [
  { name: 'row_id', kind: 'text' },
  { name: 'at', kind: 'moment' },
  { name: 'version', kind: 'integer' },
  { name: 'route', kind: 'text' },
  { name: 'origin', kind: 'text' },
  { name: 'protocol', kind: 'text' },
  { name: 'caller', kind: 'text' },
  { name: 'latency_ms', kind: 'double' },
  { name: 'outcome', kind: 'text' },
  { name: 'feedback', kind: 'text' },
  { name: 'label', kind: 'text' },
  { name: 'label_source', kind: 'text' },
  { name: 'context', kind: 'text' },
];
/** Rows that are packed together. */
const ROWS_A_GROUP = 20_000;

const KINDS: Partial<Record<Datatype, ParquetKind>> = {
  FP16: 'float',
  BF16: 'float',
  FP32: 'float',
  FP64: 'double',
  INT8: 'integer',
  INT16: 'integer',
  INT32: 'integer',
  UINT8: 'integer',
  UINT16: 'integer',
  UINT32: 'long',
  INT64: 'long',
  BOOL: 'boolean',
};

interface Served {
  served: ServedSignature | null;
  columns: ParquetColumn[];
}

interface ExportPage {
  columns: readonly ParquetColumn[];
  rows: CsvCell[][];
}

/**
 * The rows that a filter leaves, as CSV text in pieces, newest first: what the list shows, and the inputs under their names.
 * A version whose names differ from another's adds its own columns.
 */
export async function* exportPredictions(
  ctx: Ctx,
  input: PredictionFilter & { model: string },
): AsyncGenerator<string> {
  for await (const { columns, rows } of exportPages(ctx, input))
    yield rows.length > 0 ? rows.map(writeCsvRow).join('') : writeCsvRow(columns.map(({ name }) => name));
}

/** The same as a Parquet file in pieces. */
export async function* exportParquet(
  ctx: Ctx,
  input: PredictionFilter & { model: string },
): AsyncGenerator<Uint8Array> {
  let pieces: ParquetPieces | null = null;
  let waiting: CsvCell[][] = [];
  for await (const { columns, rows } of exportPages(ctx, input)) {
    pieces ??= new ParquetPieces(distinct(columns));
    waiting.push(...rows);
    if (waiting.length < ROWS_A_GROUP) continue;
    yield pieces.add(waiting);
    waiting = [];
  }
  if (!pieces) return;
  if (waiting.length > 0) yield pieces.add(waiting);
  yield pieces.finish();
}

/** Columns of a Parquet file need names of their own: an input that is named like a column of the log says that it is an input. */
function distinct(columns: readonly ParquetColumn[]): ParquetColumn[] {
  const met = new Set<string>();
  return columns.map(({ name, kind }) => {
    let own = name;
    while (met.has(own)) own = `input_${own}`;
    met.add(own);
    return { name: own, kind };
  });
}

/** First a page without rows, for its columns; then what the list shows, and the inputs under their names. */
async function* exportPages(ctx: Ctx, input: PredictionFilter & { model: string }): AsyncGenerator<ExportPage> {
  const { model, ...filter } = input;
  const of = await logScope(ctx, model);
  const versions = await servedVersions(ctx, of.modelId);
  const inputs = new Map<string, ParquetColumn>();
  for (const column of [...versions.values()].flatMap((version) => version.columns)) {
    const known = inputs.get(column.name);
    // Versions that differ in a column's type are shown as texts.
    inputs.set(column.name, known && known.kind !== column.kind ? { ...column, kind: 'text' } : column);
  }
  const names = [...inputs.keys()];
  const columns = [...HEAD, ...inputs.values()];
  yield { columns, rows: [] };
  let cursor: RowReference | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof listRows>> = await listRows(ctx, of, filter, { cursor, limit: ROWS_A_PAGE });
    const calls = await findCalls(ctx, of.projectId, [...new Set(page.rows.map(({ id }) => id))]);
    const callers = await nameCallers(
      ctx,
      of.projectId,
      page.rows.flatMap(({ caller }) => caller ?? []),
    );
    const rows = page.rows.map((row): CsvCell[] => {
      const shown = toPredictionRow(row, callers);
      const cells = inputCells(calls.get(row.id), row, versions.get(row.version));
      return [
        shown.rowId,
        shown.at,
        shown.version,
        shown.route,
        shown.origin,
        shown.protocol,
        shown.caller?.name ?? null,
        shown.latencyMs,
        shown.outcome,
        shown.feedback,
        shown.label?.value ?? null,
        shown.label?.source ?? null,
        shown.context ? JSON.stringify(shown.context) : null,
        ...names.map((name) => cells.get(name) ?? null),
      ];
    });
    if (rows.length > 0) yield { columns, rows };
    if (!page.next) return;
    cursor = page.next;
  }
}

async function servedVersions(ctx: Ctx, model: string): Promise<Map<number, Served>> {
  const { versions } = await getModel(ctx, { model, permission: 'prediction.view-own' });
  const found = new Map<number, Served>();
  for (const number of versions) {
    const served = await getServedVersion(ctx, { model, number, permission: 'model.view' }).then(
      (version) => version.served,
      (error: unknown) => {
        if (isAppError(error) && error.code === 'not_found') return null;
        throw error;
      },
    );
    found.set(number, {
      served,
      columns: served?.columns.slice(0, MAX_COLUMNS).map((column) => kindOf(served, column)) ?? [],
    });
  }
  return found;
}

/** Wide inputs are written as JSON, in a text. */
function kindOf(served: ServedSignature, { name, input, index }: Column): ParquetColumn {
  const found = served.inputs.find((spec) => spec.name === input);
  const isOne = index !== null || (found && rowWidth(found.shape) === 1);
  return { name, kind: (isOne && found && KINDS[found.datatype]) || 'text' };
}

function inputCells(call: LoggedCall | undefined, row: ListedRow, version: Served | undefined): Map<string, CsvCell> {
  const cells = new Map<string, CsvCell>();
  for (const column of version?.served?.columns ?? []) {
    const whole = call ? valuesOfRow(call.inputs[column.input], row.row, call.rows) : null;
    if (!whole) continue;
    if (column.index !== null) cells.set(column.name, whole[column.index] ?? null);
    else cells.set(column.name, whole.length === 1 ? (whole[0] ?? null) : JSON.stringify(whole));
  }
  return cells;
}
