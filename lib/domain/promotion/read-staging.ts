import type { Ctx } from '@/lib/platform/context';
import { emptyRollup, listRollups, mergeRollup } from '../predictions';
import { listStagingStays } from '../registry';
import type { Model } from '../registry/schema';
import type { StagingRecord } from './judge-staging';

/** What a version has answered in staging in all its time there. */
export async function readStaging(
  ctx: Ctx,
  model: Pick<Model, 'id' | 'projectId'>,
  number: number,
): Promise<StagingRecord> {
  const stays = await listStagingStays(ctx, { modelId: model.id, versionNumber: number });
  const [first] = stays;
  if (!first) return { calls: 0, failed: 0, stays };
  const range = { fromMs: first.beganAt.getTime(), toMs: ctx.now().getTime() + 1 };
  const of = { projectId: model.projectId, modelId: model.id, versions: [number], inStaging: true };
  const total = emptyRollup();
  for (const { rollup } of await listRollups(ctx, { ...of, ...range }, ['errors'])) mergeRollup(total, rollup);
  const failed = Object.values(total.errors).reduce((sum, count) => sum + count, 0);
  return { calls: total.calls + failed, failed, stays };
}
