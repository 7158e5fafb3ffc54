import type { Ctx } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { getModel } from '../registry';
import type { Model } from '../registry/schema';
import { findPromotion, lockPromotions, type StoredPromotion } from './store-promotions';

/** A promotion that has not ended, for somebody who may do `permission` with its model; nobody else decides it until the transaction ends. */
export async function requireOpenPromotion(
  tx: Ctx,
  id: string,
  permission: 'promotion.decide' | 'promotion.ask',
): Promise<{ promotion: StoredPromotion; model: Model }> {
  const found = await findPromotion(tx, id);
  if (!found) throw notFound('promotion', id);
  const model = await getModel(tx, { model: found.modelId, permission });
  await lockPromotions(tx, model.id);
  const promotion = await findPromotion(tx, id);
  if (!promotion || promotion.endedAt !== null)
    throw new AppError('conflict', 'This promotion is over.', { reason: 'promotion_over' });
  return { promotion, model };
}
