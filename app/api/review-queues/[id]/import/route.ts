import { importReviews, importReviewsOperation } from '@/lib/domain/review';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(importReviewsOperation, ({ ctx, params, query, body }) =>
  importReviews(ctx, { ...params, ...query, tasks: body }),
);

const refuse = methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
