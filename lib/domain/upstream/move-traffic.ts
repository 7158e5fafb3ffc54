import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { getModel, setChampion, setLoaded, setShadow, tellGateway } from '../registry';
import { fileBeside, getUpstream, missingUpstream } from './get-upstream';
import type { UpstreamView } from './schema';
import { lockUpstreamRow } from './store-upstreams';

/**
 * Moves the calls of a model's own address from the running service to the file beside it, once the goal is reached, or back at any
 * time; the file then goes on answering beside. Throws 409 where the goal is not reached.
 */
export async function moveTraffic(ctx: Ctx, input: { model: string; to: 'service' | 'file' }): Promise<UpstreamView> {
  const moved = await inTransaction(ctx, async (tx) => {
    const model = await getModel(tx, { model: input.model, permission: 'version.manage' });
    const upstream = await lockUpstreamRow(tx.db, model.id);
    if (!upstream) throw missingUpstream(model.name);
    const at = { projectId: model.projectId, modelId: model.id };
    const before = model.champion;
    if ((before === upstream.versionNumber) === (input.to === 'service')) return at;
    const beside = await fileBeside(tx, model, upstream);
    if (input.to === 'file') {
      if (!beside)
        throw new AppError('conflict', 'No file answers beside the service. Upload one first.', { reason: 'no_file' });
      if (!beside.isReached)
        throw new AppError(
          'conflict',
          `${beside.agreeing} of the newest ${beside.compared} compared answers agree; the goal is ${upstream.goalPercent} % of ${upstream.goalAnswers}. Wait, or lower the goal.`,
          { reason: 'goal_not_reached' },
        );
      await setLoaded(tx, model.id, true, beside.version);
      await setChampion(tx, model, beside.version);
    } else {
      const changed = await setChampion(tx, model, upstream.versionNumber);
      if (beside) await setShadow(tx, changed, beside.version);
    }
    await audit(tx, {
      action: 'upstream.move-traffic',
      object: `model:${model.name}`,
      projectId: model.projectId,
      before: { champion: before },
      after: { to: input.to, champion: input.to === 'service' ? upstream.versionNumber : (beside?.version ?? null) },
    });
    return { ...at, ...(beside ? { number: beside.version } : {}) };
  });
  await tellGateway(ctx, moved);
  return getUpstream(ctx, { model: input.model });
}
