import { archiveQueue, archiveQueueOperation, saveQueue, updateQueueOperation } from '@/lib/domain/review';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const PUT = endpoint(updateQueueOperation, ({ ctx, params, body }) =>
  saveQueue(ctx, { id: params.id, content: body }),
);
export const DELETE = endpoint(archiveQueueOperation, ({ ctx, params }) => archiveQueue(ctx, params));

const refuse = methodNotAllowed('PUT', 'DELETE');

export { refuse as GET, refuse as POST, refuse as PATCH };
