import { audit } from '@/lib/platform/audit';
import type { Ctx } from '@/lib/platform/context';
import { changeTraffic, getModel } from '../registry';
import type { PromotionChange, StoredPromotion } from './store-promotions';

export const LOOK_EVERY_MS = 5_000;

/** Gives a version the calls of a stage; after the last stage all of them. What the promotion's row has to say comes back. */
export async function enterStage(tx: Ctx, promotion: StoredPromotion, stage: number): Promise<PromotionChange> {
  const { versionNumber, rules } = promotion;
  const now = tx.now();
  const next = rules.stages[stage];
  const model = await getModel(tx, { model: promotion.modelId });
  await changeTraffic(
    tx,
    model,
    next ? { canary: { version: versionNumber, percent: next.percent } } : { champion: versionNumber },
  );
  await audit(tx, {
    action: next ? 'promotion.stage' : 'promotion.full',
    object: `model:${model.name}/${versionNumber}`,
    projectId: promotion.projectId,
    after: { promotionId: promotion.id, percent: next?.percent ?? 100 },
  });
  return {
    state: next ? 'rolling' : 'watching',
    stage,
    stageSince: now,
    pausedAt: null,
    ...(next ? {} : { fullAt: now }),
    dueAt: new Date(now.getTime() + LOOK_EVERY_MS),
  };
}
