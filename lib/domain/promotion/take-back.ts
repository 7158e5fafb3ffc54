import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx } from '@/lib/platform/context';
import { changeTraffic, getModel } from '../registry';
import type { Promotion } from './schema';
import { changePromotion, type StoredPromotion } from './store-promotions';

/** Ends a promotion and gives its calls back to the champion of before, in the caller's transaction. */
export async function takeBack(
  tx: Ctx,
  promotion: StoredPromotion,
  end: { state: 'stopped' | 'rolled-back'; problem: NonNullable<Promotion['problem']> },
): Promise<StoredPromotion> {
  const model = await getModel(tx, { model: promotion.modelId });
  if (promotion.state === 'watching' && model.champion === promotion.versionNumber)
    await changeTraffic(tx, model, { champion: promotion.fromNumber, isRollback: true });
  else if (model.deployment.canary?.version === promotion.versionNumber)
    await changeTraffic(tx, model, { canary: null });
  await audit(tx, {
    action: end.state === 'stopped' ? 'promotion.stop' : 'promotion.roll-back',
    object: `model:${model.name}/${promotion.versionNumber}`,
    projectId: promotion.projectId,
    before: { champion: model.champion, canary: model.deployment.canary },
    after: { promotionId: promotion.id, champion: promotion.fromNumber, problem: end.problem },
  });
  return changePromotion(tx, promotion.id, { ...end, endedAt: tx.now(), dueAt: null });
}

/** Why a person takes a promotion back. */
export const byPerson = ({ actor }: Ctx, reason: string): NonNullable<Promotion['problem']> => ({
  kind: 'person',
  message: [actorName(actor), reason].filter(Boolean).join(': '),
});
