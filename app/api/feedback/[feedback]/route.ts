import {
  editFeedback,
  editFeedbackOperation,
  withdrawFeedback,
  withdrawFeedbackOperation,
} from '@/lib/domain/feedback';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const PUT = endpoint(editFeedbackOperation, ({ ctx, params, body }) =>
  editFeedback(ctx, { ...body, ...params }),
);
export const DELETE = endpoint(withdrawFeedbackOperation, ({ ctx, params }) => withdrawFeedback(ctx, params));

const refuse = methodNotAllowed('PUT', 'DELETE');

export { refuse as GET, refuse as POST, refuse as PATCH };
