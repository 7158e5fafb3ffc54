import { trainFirstModel, trainFirstModelOperation } from '@/lib/domain/retraining';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(trainFirstModelOperation, ({ ctx, params, body }) =>
  trainFirstModel(ctx, { ...params, ...body }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
