import { getTriggers, getTriggersOperation, saveTriggers, saveTriggersOperation } from '@/lib/domain/retraining';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(getTriggersOperation, ({ ctx, params }) => getTriggers(ctx, params));
export const PUT = endpoint(saveTriggersOperation, ({ ctx, params, body }) =>
  saveTriggers(ctx, { model: params.model, triggers: body }),
);

const refuse = methodNotAllowed('GET', 'PUT');

export { refuse as POST, refuse as PATCH, refuse as DELETE };
