import { listItems, listItemsOperation, sendToReview, sendToReviewOperation } from '@/lib/domain/review';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(listItemsOperation, ({ ctx, params, query }) => listItems(ctx, { ...params, ...query }));
export const POST = endpoint(sendToReviewOperation, ({ ctx, params, body }) =>
  sendToReview(ctx, { ...params, ...body }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
