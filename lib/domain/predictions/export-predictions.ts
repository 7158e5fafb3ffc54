import type { Ctx } from '@/lib/platform/context';
import { type CsvCell, writeCsvRow } from '@/lib/pure/tabular/csv-write';
import { type ParquetColumn, ParquetPieces } from '@/lib/pure/tabular/parquet-write';
import { nameCallers } from '../people';
import { distinctColumns, inputColumns } from './input-columns';
import { logScope, toPredictionRow } from './list-predictions';
import type { RowReference } from './row-id';
import type { PredictionFilter } from './schema';
import { findCalls } from './store-detail';
import { listRows } from './store-list';

const ROWS_A_PAGE = 1000;
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
  { name: 'feedback_severity', kind: 'text' },
  { name: 'feedback_fields', kind: 'text' },
  { name: 'feedback_scores', kind: 'text' },
];
/** Rows that are packed together. */
const ROWS_A_GROUP = 20_000;

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
    pieces ??= new ParquetPieces(distinctColumns(columns));
    waiting.push(...rows);
    if (waiting.length < ROWS_A_GROUP) continue;
    yield pieces.add(waiting);
    waiting = [];
  }
  if (!pieces) return;
  if (waiting.length > 0) yield pieces.add(waiting);
  yield pieces.finish();
}

/** First a page without rows, for its columns; then what the list shows, and the inputs under their names. */
async function* exportPages(ctx: Ctx, input: PredictionFilter & { model: string }): AsyncGenerator<ExportPage> {
  const { model, ...filter } = input;
  const of = await logScope(ctx, model);
  const inputs = await inputColumns(ctx, { model: of.modelId, permission: 'prediction.view-own' });
  const columns = [...HEAD, ...inputs.columns];
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
      const cells = inputs.cellsOf({ versionNumber: row.version, row: row.row, call: calls.get(row.id) });
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
        row.said?.severity ?? null,
        row.said && row.said.fields.length > 0 ? JSON.stringify(row.said.fields) : null,
        row.said && Object.keys(row.said.scores).length > 0 ? JSON.stringify(row.said.scores) : null,
        ...inputs.columns.map(({ name }) => cells.get(name) ?? null),
      ];
    });
    if (rows.length > 0) yield { columns, rows };
    if (!page.next) return;
    cursor = page.next;
  }
}
