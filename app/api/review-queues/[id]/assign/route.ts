import { assignItems, assignItemsOperation } from '@/lib/domain/review';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(assignItemsOperation, ({ ctx, params, body }) => assignItems(ctx, { ...body, ...params }));

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
