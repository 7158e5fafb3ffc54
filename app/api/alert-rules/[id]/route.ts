import {
  deleteAlertRule,
  deleteAlertRuleOperation,
  getAlertRule,
  getAlertRuleOperation,
  updateAlertRule,
  updateAlertRuleOperation,
} from '@/lib/domain/alerts';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';
import { requestAddress } from '../../request-address';

export const GET = endpoint(getAlertRuleOperation, ({ ctx, params }) => getAlertRule(ctx, params));
export const PATCH = endpoint(updateAlertRuleOperation, ({ ctx, params, body, request }) =>
  updateAlertRule(ctx, { ...params, change: body, publicUrl: requestAddress(request) }),
);
export const DELETE = endpoint(deleteAlertRuleOperation, async ({ ctx, params }) => {
  await deleteAlertRule(ctx, params);
  return undefined;
});

const refuse = methodNotAllowed('GET', 'PATCH', 'DELETE');

export { refuse as POST, refuse as PUT };
