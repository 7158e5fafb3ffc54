import type { Ctx } from '@/lib/platform/context';
import { listRollups } from '../predictions';
import type { StagingStay } from '../registry';
import type { Model } from '../registry/schema';
import type { StagingRecord } from './judge-staging';
import { sumCalls } from './sum-calls';

/** What a version has answered in staging in all its time there, which `stays` tells, the oldest first. */
export async function readStaging(
  ctx: Ctx,
  model: Pick<Model, 'id' | 'projectId'>,
  { number, stays }: { number: number; stays: readonly StagingStay[] },
): Promise<StagingRecord> {
  const [first] = stays;
  if (!first) return { calls: 0, failed: 0, stays };
  const range = { fromMs: first.beganAt.getTime(), toMs: ctx.now().getTime() + 1 };
  const of = { projectId: model.projectId, modelId: model.id, versions: [number], inStaging: true };
  const { calls, failed } = sumCalls(await listRollups(ctx, { ...of, ...range }, ['errors']));
  return { calls, failed, stays };
}
