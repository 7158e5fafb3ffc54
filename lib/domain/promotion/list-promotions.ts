import type { Ctx } from '@/lib/platform/context';
import { findChampionBefore, getModel } from '../registry';
import type { PromotionList } from './schema';
import { listPromotionRows, shownPromotion } from './store-promotions';
import { findRules } from './store-rules';

const SHOWN = 50;

/** Promotions of a model, newest first, with what a rollback would bring back. */
export async function listPromotions(ctx: Ctx, input: { model: string }): Promise<PromotionList> {
  const model = await getModel(ctx, { model: input.model, permission: 'promotion.view' });
  const [rows, before, rules] = await Promise.all([
    listPromotionRows(ctx, model.id, SHOWN),
    findChampionBefore(ctx, model),
    findRules(ctx, model.projectId),
  ]);
  return {
    promotions: rows.map(shownPromotion),
    champion: model.champion,
    before: before !== null && model.versions.includes(before) ? before : null,
    rules,
  };
}
