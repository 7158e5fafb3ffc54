import type { Ctx } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import { type CsvCell, writeCsvRow } from '@/lib/pure/tabular/csv-write';
import { nameCallers } from '../people';
import { getModel, getServedVersion } from '../registry';
import { valuesOfRow } from './get-prediction';
import { logScope, toPredictionRow } from './list-predictions';
import type { RowReference } from './row-id';
import type { PredictionFilter } from './schema';
import { findCalls, type LoggedCall } from './store-detail';
import { isLastPage, type ListedRow, listRows } from './store-list';

const ROWS_A_PAGE = 1000;
/** Wider inputs, such as pictures, are not spread over columns. */
const MAX_COLUMNS = 500;
const HEAD = [
  'row_id',
  'at',
  'version',
  'route',
  'origin',
  'protocol',
  'caller',
  'latency_ms',
  'outcome',
  'feedback',
  'label',
  'label_source',
  'context',
];

interface Served {
  served: ServedSignature | null;
  names: string[];
}

/**
 * The rows that a filter leaves, as CSV text in pieces, newest first: what the list shows, and the inputs under their names.
 * A version whose names differ from another's adds its own columns.
 */
export async function* exportPredictions(
  ctx: Ctx,
  input: PredictionFilter & { model: string },
): AsyncGenerator<string> {
  const { model, ...filter } = input;
  const of = await logScope(ctx, model);
  const versions = await servedVersions(ctx, of.modelId);
  const names = [...new Set([...versions.values()].flatMap((version) => version.names))];
  yield writeCsvRow([...HEAD, ...names]);
  let cursor: RowReference | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof listRows>> = await listRows(ctx, of, filter, { cursor, limit: ROWS_A_PAGE });
    const calls = await findCalls(ctx, of.projectId, [...new Set(page.rows.map(({ id }) => id))]);
    const callers = await nameCallers(
      ctx,
      of.projectId,
      page.rows.flatMap(({ caller }) => caller ?? []),
    );
    yield page.rows
      .map((row) => {
        const shown = toPredictionRow(row, callers);
        const cells = inputCells(calls.get(row.id), row, versions.get(row.version));
        return writeCsvRow([
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
        ]);
      })
      .join('');
    const end = page.rows.at(-1);
    if (page.rows.length === ROWS_A_PAGE && end) cursor = { predictionId: end.id, row: end.row };
    else if (isLastPage(page.scanned) || !page.last) return;
    else cursor = { predictionId: page.last, row: 999_999 };
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
    found.set(number, { served, names: served?.columns.slice(0, MAX_COLUMNS).map(({ name }) => name) ?? [] });
  }
  return found;
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
