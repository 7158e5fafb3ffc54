import { resolveThreadOperation, settleThread } from '@/lib/domain/feedback';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const POST = endpoint(resolveThreadOperation, ({ ctx, params }) =>
  settleThread(ctx, { ...params, isResolved: true }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
