import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { isAllowed, nameCallers } from '../people';
import { getModel } from '../registry';
import { listBehind } from './list-behind';
import { parseRowId } from './row-id';
import type { BehindFilter, Caller, FailurePage, PredictionFilter, PredictionPage, PredictionRow } from './schema';
import { type ListedRow, type LogScope, listFailureRows, listRows } from './store-list';

/** The part of a model's log that the caller may see: everything, or an end user's own calls. */
export async function logScope(ctx: Ctx, model: string): Promise<LogScope> {
  const { id, projectId } = await getModel(ctx, { model, permission: 'prediction.view-own' });
  const seesAll = isAllowed(ctx.actor, 'prediction.view', projectId);
  return { projectId, modelId: id, caller: seesAll ? null : 'id' in ctx.actor ? ctx.actor.id : '' };
}

export function toPredictionRow(row: ListedRow, callers: ReadonlyMap<string, Caller>): PredictionRow {
  // What a verdict says beside stands in exports and on the row's own page.
  const { id, row: at, receivedAt, latencyUs, verdict, said, caller, ...rest } = row;
  return {
    ...rest,
    rowId: `${id}.${at}`,
    at: receivedAt.toISOString(),
    latencyMs: latencyUs === null ? null : latencyUs / 1000,
    caller: (caller && callers.get(caller)) || null,
    feedback: verdict,
  };
}

async function withCallers(ctx: Ctx, { projectId }: LogScope, rows: readonly ListedRow[]): Promise<PredictionRow[]> {
  const callers = await nameCallers(
    ctx,
    projectId,
    rows.flatMap(({ caller }) => caller ?? []),
  );
  return rows.map((row) => toPredictionRow(row, callers));
}

/** Rows of a model's log, newest first. */
export async function listPredictions(
  ctx: Ctx,
  input: PredictionFilter & { [name in keyof BehindFilter]?: BehindFilter[name] | undefined } & {
    model: string;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<PredictionPage> {
  const { model, cursor: after, limit, input: column, bin, ...filter } = input;
  const of = await logScope(ctx, model);
  const cursor = after === undefined ? null : parseRowId(after);
  if (column !== undefined || bin !== undefined) {
    if (column === undefined || bin === undefined)
      throw invalidInput(bin === undefined ? 'bin' : 'input', 'a column and its bin are sent together');
    const { rows, narrowedBy, scanned, lookedAt, next } = await listBehind(
      ctx,
      of,
      { ...filter, input: column, bin },
      { cursor, limit },
    );
    return {
      predictions: await withCallers(ctx, of, rows),
      nextCursor: next,
      scannedCalls: scanned,
      narrowedBy: { ...narrowedBy, lookedAt },
    };
  }
  const { rows, scanned, next } = await listRows(ctx, of, filter, { cursor, limit });
  return {
    predictions: await withCallers(ctx, of, rows),
    nextCursor: next && `${next.predictionId}.${next.row}`,
    scannedCalls: scanned,
    narrowedBy: null,
  };
}

/** Calls on a model that were refused or failed, newest first. */
export async function listFailures(
  ctx: Ctx,
  input: Pick<PredictionFilter, 'from' | 'to' | 'version' | 'origin'> & {
    model: string;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<FailurePage> {
  const of = await logScope(ctx, input.model);
  const rows = await listFailureRows(ctx, of, input, { cursor: input.cursor ?? null, limit: input.limit });
  const callers = await nameCallers(
    ctx,
    of.projectId,
    rows.flatMap(({ caller }) => caller ?? []),
  );
  return {
    failures: rows.map(({ receivedAt, versionNumber, latencyUs, caller, ...rest }) => ({
      id: rest.id,
      status: rest.status,
      code: rest.code,
      message: rest.message,
      protocol: rest.protocol,
      requestId: rest.requestId,
      at: receivedAt.toISOString(),
      version: versionNumber,
      latencyMs: latencyUs === null ? null : latencyUs / 1000,
      caller: (caller && callers.get(caller)) || null,
    })),
    nextCursor: rows.length === input.limit ? (rows.at(-1)?.id ?? null) : null,
  };
}
