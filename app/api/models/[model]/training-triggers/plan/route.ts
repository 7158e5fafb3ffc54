import { planTriggers, planTriggersOperation } from '@/lib/domain/retraining';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const POST = endpoint(planTriggersOperation, ({ ctx, params, body }) =>
  planTriggers(ctx, { model: params.model, triggers: body }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
