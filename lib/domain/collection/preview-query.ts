import type { Ctx } from '@/lib/platform/context';
import type { LabelSource } from '../feedback/schema';
import { findLoggedSpan, listContextNames } from '../predictions';
import { getModel } from '../registry';
import { loggedColumns } from './logged-columns';
import { pinQuery } from './query';
import { readLoggedRows } from './read-logged-rows';
import type { LoggedKeys, LogQuery, QueryPreview } from './schema';

/** A preview reads for this long; whoever wants all makes the version. */
const PREVIEW_MS = 4000;

/** What a query would give, of as much of the log as a few seconds read. Stores nothing. */
export async function previewQuery(ctx: Ctx, input: { query: LogQuery }): Promise<QueryPreview> {
  const { model, pinned, logged } = await pinQuery(ctx, input.query, 'dataset.view');
  const untilMs = performance.now() + PREVIEW_MS;
  const sources = new Map<LabelSource, number>();
  const found = { calls: 0, rows: 0, labelled: 0, exam: 0, taken: 0 };
  let latestMs = Number.NEGATIVE_INFINITY;
  let isWhole = true;
  for await (const part of readLoggedRows(ctx, model.projectId, pinned, logged)) {
    found.calls += part.calls;
    found.rows += part.rows;
    found.exam += part.exam;
    found.taken += part.taken.length;
    for (const { timeMs, source } of part.taken) {
      latestMs = Math.max(latestMs, timeMs);
      sources.set(source, (sources.get(source) ?? 0) + 1);
    }
    if (performance.now() < untilMs) continue;
    isWhole = false;
    break;
  }
  found.labelled = found.taken + found.exam;
  return {
    ...found,
    isWhole,
    bySource: [...sources].map(([source, rows]) => ({ source, rows })),
    cutOff: Number.isFinite(latestMs) ? new Date(latestMs).toISOString() : null,
    columns: logged.columns,
    target: logged.roles.target ?? '',
    entity: logged.roles.entities[0] ?? null,
  };
}

/** What a query of a model can name. */
export async function listLoggedKeys(ctx: Ctx, input: { model: string }): Promise<LoggedKeys> {
  const model = await getModel(ctx, { model: input.model, permission: 'dataset.view' });
  const of = { projectId: model.projectId, modelId: model.id };
  const [context, logged, span] = await Promise.all([
    listContextNames(ctx, of),
    loggedColumns(ctx, model, { context: [] }),
    findLoggedSpan(ctx, of),
  ]);
  return {
    context: context.filter((name) => name !== 'time'),
    inputs: logged.roles.features,
    versions: model.versions,
    from: span && new Date(span.fromMs).toISOString(),
    to: span && new Date(span.toMs).toISOString(),
  };
}
