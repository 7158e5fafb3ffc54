import type { Ctx } from '@/lib/platform/context';
import { enterStage } from './enter-stage';
import { changePromotion, type StoredPromotion } from './store-promotions';

/** Puts an approved promotion into its first stage, in the caller's transaction. */
export async function beginRollout(tx: Ctx, promotion: StoredPromotion): Promise<StoredPromotion> {
  const change = await enterStage(tx, promotion, 0);
  return changePromotion(tx, promotion.id, { ...change, begunAt: tx.now() });
}
