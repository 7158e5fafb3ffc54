import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { tellGateway } from '../registry';
import { passGate } from '../validation';
import { enterStage } from './enter-stage';
import { isTouched } from './is-touched';
import { requireOpenPromotion } from './require-promotion';
import type { Promotion } from './schema';
import { changePromotion, shownPromotion } from './store-promotions';

/**
 * Brings a promotion that asks a person to its next stage, although a guard has too little to tell. Throws 409 where it asks nobody, its
 * traffic was changed or a rule of the gate is broken, 403 for who asked for it where a second person approves.
 */
export async function continuePromotion(ctx: Ctx, input: { id: string; reason: string }): Promise<Promotion> {
  const continued = await inTransaction(ctx, async (tx) => {
    const { promotion, model } = await requireOpenPromotion(tx, input.id, 'promotion.decide');
    if (promotion.pausedAt === null)
      throw new AppError('conflict', 'This promotion asks nobody: it goes on by itself, or waits for its approval.', {
        reason: 'not_paused',
      });
    const isOwn = 'id' in tx.actor && tx.actor.id === promotion.askedById;
    if (isOwn && promotion.rules.approval === 'second-person')
      throw new AppError('forbidden', 'Who asks for a promotion cannot bring it on: that is for a second person.', {
        reason: 'own_promotion',
      });
    if (isTouched(promotion, model))
      throw new AppError('conflict', 'Somebody changed who answers calls meanwhile. Ask for it again.', {
        reason: 'champion_changed',
      });
    if (promotion.override === null) await passGate(tx, { model, number: promotion.versionNumber }, undefined);
    await audit(tx, {
      action: 'promotion.continue',
      object: `model:${model.name}/${promotion.versionNumber}`,
      projectId: model.projectId,
      after: { promotionId: promotion.id, reason: input.reason },
    });
    return changePromotion(tx, promotion.id, await enterStage(tx, promotion, promotion.stage + 1));
  });
  await tellGateway(ctx, {
    projectId: continued.projectId,
    modelId: continued.modelId,
    number: continued.versionNumber,
  });
  return shownPromotion(continued);
}
