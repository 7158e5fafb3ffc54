import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { listIncidents } from '../alerts';
import { getDrift, watchDrift, watchTogether } from '../drift';
import { getTraffic } from '../monitoring';
import { getPerformance } from '../performance';
import { getModel } from '../registry';
import type { Model } from '../registry/schema';
import { MOST_INCIDENTS, type MonitoringReport, type ReportQuery } from './schema';
import { daysOfWindow, watchOfWindow } from './watch-of-window';

const DEFAULT_MS = 28 * 86_400_000;
const LONGEST_MS = 400 * 86_400_000;

/** What the pages of a model say of a window, in one document. Nothing is kept. */
export async function getMonitoringReport(ctx: Ctx, input: ReportQuery & { model: string }): Promise<MonitoringReport> {
  const model = await getModel(ctx, { model: input.model, permission: 'report.view' });
  const toMs = input.to ? Date.parse(input.to) : ctx.now().getTime();
  const fromMs = input.from ? Date.parse(input.from) : toMs - DEFAULT_MS;
  if (fromMs >= toMs) throw invalidInput('from', 'it must be before "to"');
  if (toMs - fromMs > LONGEST_MS) throw invalidInput('from', 'a report covers 400 days at most');
  return composeReport(ctx, model, { fromMs, toMs });
}

export async function composeReport(
  ctx: Ctx,
  model: Model,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<MonitoringReport> {
  const window = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
  const of = { model: model.id, ...window };
  const [traffic, drift, performance, { incidents, nextCursor }] = await Promise.all([
    getTraffic(ctx, of),
    model.champion === null ? null : driftOf(ctx, { ...of, version: model.champion }, { fromMs, toMs }),
    getPerformance(ctx, of),
    listIncidents(ctx, { projectId: model.projectId, ...of, limit: MOST_INCIDENTS }),
  ]);
  return {
    model: { id: model.id, name: model.name },
    champion: model.champion,
    ...window,
    madeAt: ctx.now().toISOString(),
    traffic,
    drift,
    performance,
    incidents,
    isCut: nextCursor !== null,
  };
}

async function driftOf(
  ctx: Ctx,
  of: { model: string; version: number; from: string; to: string },
  window: { fromMs: number; toMs: number },
): Promise<MonitoringReport['drift']> {
  const { model, version } = of;
  const [watch, together, { rows, days, features }] = await Promise.all([
    watchDrift(ctx, { model, version }),
    watchTogether(ctx, { model, version }),
    getDrift(ctx, of),
  ]);
  return {
    watch: watchOfWindow(watch, window),
    together: { ...together, days: daysOfWindow(together, window) },
    rows,
    days,
    columns: features.map(({ shape: _, ...column }) => column),
  };
}
