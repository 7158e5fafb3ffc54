import type { Ctx } from '@/lib/platform/context';
import { addTextToSketch, createSketch, type DdSketch, quantileOfSketch } from '@/lib/pure/stats/dd-sketch';
import { authorise } from '../people';
import { listProjectDays } from '../predictions';
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
  const models = new Map<string, ModelTotals>();
  for (const { modelId, atMs, calls, rows, errors, latency } of found) {
    const model = models.get(modelId) ?? newTotals();
    model.calls += calls;
    model.rows += rows;
    for (const count of Object.values(errors)) model.errors += count;
    addTextToSketch(model.latencyUs, latency);
    const day = Math.min(DAYS - 1, Math.max(0, Math.floor((atMs - fromMs) / DAY_MS)));
    model.days[day] = (model.days[day] ?? 0) + rows;
    models.set(modelId, model);
  }
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    models: [...models].map(([modelId, { calls, rows, errors, latencyUs, days }]) => {
      const p95 = quantileOfSketch(latencyUs, 0.95);
      return {
        modelId,
        calls,
        rows,
        errors,
        latencyMsP95: p95 === null ? null : p95 / 1000,
        days: days.map((count, day) => ({ at: new Date(fromMs + day * DAY_MS).toISOString(), rows: count })),
      };
    }),
  };
}

interface ModelTotals {
  calls: number;
  rows: number;
  errors: number;
  latencyUs: DdSketch;
  /** Rows of each day. */
  days: number[];
}

const newTotals = (): ModelTotals => ({
  calls: 0,
  rows: 0,
  errors: 0,
  latencyUs: createSketch(),
  days: new Array<number>(DAYS).fill(0),
});
