import type { Ctx } from '@/lib/platform/context';
import { quantilesOfSketch } from '@/lib/pure/stats/dd-sketch';
import { listRollups, type StoredRollup } from '../predictions';
import { findChampionMaker, getModel, listStagingStays } from '../registry';
import { judgeStaging } from './judge-staging';
import { readStaging } from './read-staging';
import type { Environments, EnvironmentView } from './schema';
import { findRules } from './store-rules';
import { sumCalls } from './sum-calls';

const DAY_MS = 86_400_000;
const LONGEST_MS = 30 * DAY_MS;

/**
 * What answers in production and in staging, and what both answered since the version in staging came there, 30 days at most; without one in
 * the last 24 hours. Staging counts the calls of whatever was there in that time.
 */
export async function getEnvironments(ctx: Ctx, input: { model: string }): Promise<Environments> {
  const model = await getModel(ctx, { model: input.model, permission: 'promotion.view' });
  const nowMs = ctx.now().getTime();
  const of = { projectId: model.projectId, modelId: model.id };
  const [stays, madeBy, rules] = await Promise.all([
    model.staging === null
      ? Promise.resolve([])
      : listStagingStays(ctx, { modelId: model.id, versionNumber: model.staging }),
    findChampionMaker(ctx, model.id),
    findRules(ctx, model.projectId),
  ]);
  const stay = stays.at(-1);
  const fromMs = stay ? Math.max(stay.beganAt.getTime(), nowMs - LONGEST_MS) : nowMs - DAY_MS;
  const range = { ...of, fromMs, toMs: nowMs + 1 };
  const [production, staging] = await Promise.all([
    listRollups(ctx, range, ['errors', 'latency']),
    listRollups(ctx, { ...range, inStaging: true }, ['errors', 'latency']),
  ]);
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(nowMs).toISOString(),
    production: {
      environment: 'production',
      version: model.champion,
      since: model.championAt,
      by: madeBy,
      ...count(production),
    },
    staging: {
      environment: 'staging',
      version: model.staging,
      since: stay?.beganAt.toISOString() ?? null,
      by: stay?.beganBy ?? null,
      ...count(staging),
    },
    standing:
      rules.staging && model.staging !== null
        ? judgeStaging(rules.staging, await readStaging(ctx, model, { number: model.staging, stays }), nowMs)
        : null,
  };
}

function count(rollups: readonly StoredRollup[]): Pick<EnvironmentView, 'calls' | 'failed' | 'latencyMs'> {
  const { calls, failed, total } = sumCalls(rollups);
  const [p50Us = null, p95Us = null] = quantilesOfSketch(total.latency, [0.5, 0.95]);
  return {
    calls,
    failed,
    latencyMs: p50Us === null || p95Us === null ? null : { p50: p50Us / 1000, p95: p95Us / 1000 },
  };
}
