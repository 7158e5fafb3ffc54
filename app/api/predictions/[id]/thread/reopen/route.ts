import { reopenThreadOperation, settleThread } from '@/lib/domain/feedback';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const POST = endpoint(reopenThreadOperation, ({ ctx, params }) =>
  settleThread(ctx, { ...params, isResolved: false }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
