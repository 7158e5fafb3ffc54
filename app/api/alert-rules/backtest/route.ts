import { backtestAlertRule, backtestAlertRuleOperation } from '@/lib/domain/alerts';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const POST = endpoint(backtestAlertRuleOperation, ({ ctx, body }) => backtestAlertRule(ctx, body));

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
