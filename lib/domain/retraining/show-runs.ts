import type { Ctx } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { getModel } from '../registry';
import type { LogPage, RunDetail, RunPage } from './schema';
import { findRun, findRunNumber, listLogLines, listRunRows } from './store-runs';

const LINES = 1000;

/** Runs of a model, newest first; `cursor` is the number of the last one seen. */
export async function listRuns(
  ctx: Ctx,
  input: { model: string; cursor?: number | undefined; limit: number },
): Promise<RunPage> {
  const model = await getModel(ctx, { model: input.model, permission: 'training.view' });
  const runs = await listRunRows(ctx, model.id, { before: input.cursor ?? null, limit: input.limit });
  return { runs, nextCursor: runs.length === input.limit ? (runs.at(-1)?.number ?? null) : null };
}

/** One run with its losses. */
export async function getRun(ctx: Ctx, input: { model: string; run: number }): Promise<RunDetail> {
  const model = await getModel(ctx, { model: input.model, permission: 'training.view' });
  const run = await findRun(ctx, model.id, input.run);
  if (!run) throw notFound('training run', String(input.run));
  return run;
}

/** The number of the run that a version came out of; null where it is not there. Asks for no permission. */
export async function getRunNumber(ctx: Ctx, of: { modelId: string; id: string }): Promise<number | null> {
  return findRunNumber(ctx, of);
}

/** What a run said after a line, 1,000 lines at most. */
export async function getRunLog(ctx: Ctx, input: { model: string; run: number; after: number }): Promise<LogPage> {
  const run = await getRun(ctx, input);
  const lines = await listLogLines(ctx, run.id, { after: input.after, limit: LINES });
  return {
    lines,
    after: lines.at(-1)?.number ?? input.after,
    isOver: run.finishedAt !== null && lines.length < LINES,
  };
}
