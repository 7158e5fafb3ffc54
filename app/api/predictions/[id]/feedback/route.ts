import { giveFeedback, giveFeedbackOperation } from '@/lib/domain/feedback';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(giveFeedbackOperation, ({ ctx, params, body }) =>
  giveFeedback(ctx, { ...body, id: params.id }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
