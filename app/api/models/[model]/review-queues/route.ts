import { createQueueOperation, saveQueue } from '@/lib/domain/review';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(createQueueOperation, ({ ctx, params, body }) =>
  saveQueue(ctx, { model: params.model, content: body }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
