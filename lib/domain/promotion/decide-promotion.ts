import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { tellGateway } from '../registry';
import { beginRollout } from './begin-rollout';
import { requireOpenPromotion } from './require-promotion';
import type { Promotion } from './schema';
import { changePromotion, shownPromotion } from './store-promotions';

/** Approves or rejects a promotion. 403 for who asked for it, 409 where it is decided already or the champion has changed since. */
export async function decidePromotion(
  ctx: Ctx,
  input: { id: string; approve: boolean; reason: string },
): Promise<Promotion> {
  const decided = await inTransaction(ctx, async (tx) => {
    const { promotion, model } = await requireOpenPromotion(tx, input.id, 'promotion.decide');
    if (promotion.state !== 'asked')
      throw new AppError('conflict', 'This promotion is decided already.', { reason: 'promotion_decided' });
    if (input.approve && 'id' in tx.actor && tx.actor.id === promotion.askedById)
      throw new AppError('forbidden', 'Who asks for a promotion cannot approve it: that is for a second person.', {
        reason: 'own_promotion',
      });
    if (input.approve && model.champion !== promotion.fromNumber)
      throw new AppError(
        'conflict',
        `The champion was version ${promotion.fromNumber} when this was asked for, and is version ${model.champion} now. Ask again.`,
        { reason: 'champion_changed' },
      );
    await audit(tx, {
      action: input.approve ? 'promotion.approve' : 'promotion.reject',
      object: `model:${model.name}/${promotion.versionNumber}`,
      projectId: model.projectId,
      after: { promotionId: promotion.id, reason: input.reason },
    });
    const said = { decidedBy: actorName(tx.actor), decision: input.reason };
    if (!input.approve) return changePromotion(tx, promotion.id, { ...said, state: 'rejected', endedAt: tx.now() });
    await changePromotion(tx, promotion.id, said);
    return beginRollout(tx, promotion);
  });
  if (input.approve)
    await tellGateway(ctx, { projectId: decided.projectId, modelId: decided.modelId, number: decided.versionNumber });
  return shownPromotion(decided);
}
