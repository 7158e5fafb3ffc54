import type { Ctx } from '@/lib/platform/context';
import { authorise } from '../people';
import { emptyRollup, listProjectDays, mergeRollup, type Rollup } from '../predictions';
import { measure } from './measure';
import type { ProjectTraffic } from './schema';
import { bucketOf } from './time-buckets';

const DAY_MS = 86_400_000;
const DAYS = 7;

/** The last seven days of every model of a project that had traffic: today so far and the six days before, by UTC days. */
export async function listTraffic(ctx: Ctx, input: { projectId: string }): Promise<ProjectTraffic> {
  authorise(ctx.actor, 'monitoring.view', input.projectId);
  const toMs = ctx.now().getTime();
  const today = bucketOf(toMs, DAY_MS);
  const fromMs = today - (DAYS - 1) * DAY_MS;
  const found = await listProjectDays(ctx, { projectId: input.projectId, fromMs, toMs });
  const models = new Map<string, { total: Rollup; days: number[] }>();
  for (const { modelId, atMs, rollup } of found) {
    const model = models.get(modelId) ?? { total: emptyRollup(), days: new Array<number>(DAYS).fill(0) };
    mergeRollup(model.total, rollup);
    const day = Math.min(DAYS - 1, Math.max(0, Math.floor((atMs - fromMs) / DAY_MS)));
    model.days[day] = (model.days[day] ?? 0) + rollup.rows;
    models.set(modelId, model);
  }
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    models: [...models].map(([modelId, { total, days }]) => {
      const { calls, rows, errors, latencyMs } = measure(total);
      return {
        modelId,
        calls,
        rows,
        errors,
        latencyMsP95: latencyMs.p95,
        days: days.map((count, day) => ({ at: new Date(fromMs + day * DAY_MS).toISOString(), rows: count })),
      };
    }),
  };
}
