import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { changeTraffic, findChampionBefore, getModel, requireFile, tellGateway } from '../registry';
import type { Model } from '../registry/schema';
import { findOpenPromotion, lockPromotions } from './store-promotions';
import { byPerson, takeBack } from './take-back';

/** Brings the champion of before back at once, whatever its tests say; a promotion that is under way ends. */
export async function rollBack(ctx: Ctx, input: { model: string; reason: string }): Promise<Model> {
  const rolled = await inTransaction(ctx, async (tx) => {
    const model = await getModel(tx, { model: input.model, permission: 'promotion.ask' });
    requireFile(model);
    await lockPromotions(tx, model.id);
    const open = await findOpenPromotion(tx, model.id);
    if (open && open.state !== 'asked') {
      await takeBack(tx, open, { state: 'rolled-back', problem: byPerson(tx, input.reason) });
      return getModel(tx, { model: model.id });
    }
    const before = await findChampionBefore(tx, model);
    if (before === null || !model.versions.includes(before))
      throw new AppError('conflict', 'There is no champion of before to go back to.', { reason: 'no_champion_before' });
    await changeTraffic(tx, model, { champion: before, isRollback: true });
    await audit(tx, {
      action: 'version.roll-back',
      object: `model:${model.name}/${before}`,
      projectId: model.projectId,
      before: { champion: model.champion },
      after: { champion: before, reason: input.reason },
    });
    return getModel(tx, { model: model.id });
  });
  await tellGateway(ctx, {
    projectId: rolled.projectId,
    modelId: rolled.id,
    ...(rolled.champion === null ? {} : { number: rolled.champion }),
  });
  return rolled;
}
