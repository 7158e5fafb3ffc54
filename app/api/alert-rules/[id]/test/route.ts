import { testAlertRule, testAlertRuleOperation } from '@/lib/domain/alerts';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';
import { requestAddress } from '../../../request-address';

export const POST = endpoint(testAlertRuleOperation, ({ ctx, params, request }) =>
  testAlertRule(ctx, { ...params, publicUrl: requestAddress(request) }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
