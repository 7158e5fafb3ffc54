import { getRowFeedback, getRowFeedbackOperation, giveFeedback, giveFeedbackOperation } from '@/lib/domain/feedback';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(getRowFeedbackOperation, ({ ctx, params }) => getRowFeedback(ctx, params));
export const POST = endpoint(giveFeedbackOperation, ({ ctx, params, body }) =>
  giveFeedback(ctx, { ...body, id: params.id }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
