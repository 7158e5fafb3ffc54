import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { authorise } from '../people';
import type { PromotionRules } from './schema';
import { findRules, putRules } from './store-rules';

/** How versions of a project come to answer all calls. */
export async function getPromotionRules(ctx: Ctx, input: { projectId: string }): Promise<PromotionRules> {
  authorise(ctx.actor, 'promotion.view', input.projectId);
  return findRules(ctx, input.projectId);
}

/** Changes the rules; a promotion that is under way keeps those of its beginning. */
export async function savePromotionRules(
  ctx: Ctx,
  input: { projectId: string; rules: PromotionRules },
): Promise<PromotionRules> {
  const { projectId, rules } = input;
  authorise(ctx.actor, 'promotion.rules', projectId);
  return inTransaction(ctx, async (tx) => {
    const before = await findRules(tx, projectId);
    await putRules(tx, projectId, rules, actorName(ctx.actor));
    await audit(tx, {
      action: 'promotion-rules.save',
      object: `project:${projectId}`,
      projectId,
      before,
      after: rules,
    });
    return rules;
  });
}
