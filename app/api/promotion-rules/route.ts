import { requireProject } from '@/lib/domain/people';
import {
  getPromotionRules,
  getPromotionRulesOperation,
  savePromotionRules,
  savePromotionRulesOperation,
} from '@/lib/domain/promotion';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(getPromotionRulesOperation, ({ ctx }) =>
  getPromotionRules(ctx, { projectId: requireProject(ctx) }),
);
export const PUT = endpoint(savePromotionRulesOperation, ({ ctx, body }) =>
  savePromotionRules(ctx, { projectId: requireProject(ctx), rules: body }),
);

const refuse = methodNotAllowed('GET', 'PUT');

export { refuse as POST, refuse as PATCH, refuse as DELETE };
