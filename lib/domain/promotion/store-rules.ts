import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { PromotionRules } from './schema';

/** The rules of a project; the usual ones where nobody has said any. */
export async function findRules(ctx: Ctx, projectId: string): Promise<PromotionRules> {
  const row = await ctx.db.promotionRules.findUnique({ where: { projectId } });
  return PromotionRules.parse(row?.content ?? {});
}

export async function putRules(ctx: Ctx, projectId: string, rules: PromotionRules, by: string): Promise<void> {
  const data = { content: rules, updatedBy: by, updatedAt: ctx.now() };
  await ctx.db.promotionRules.upsert({ where: { projectId }, create: { projectId, ...data }, update: data });
}
