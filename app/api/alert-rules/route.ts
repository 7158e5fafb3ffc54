import {
  createAlertRule,
  createAlertRuleOperation,
  listAlertRules,
  listAlertRulesOperation,
} from '@/lib/domain/alerts';
import { requireProject } from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(listAlertRulesOperation, ({ ctx, query }) =>
  listAlertRules(ctx, { ...query, projectId: requireProject(ctx) }),
);
export const POST = endpoint(createAlertRuleOperation, ({ ctx, body }) => createAlertRule(ctx, body));

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
