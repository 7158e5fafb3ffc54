import { updateScore, updateScoreOperation } from '@/lib/domain/feedback';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const PATCH = endpoint(updateScoreOperation, ({ ctx, params, body }) =>
  updateScore(ctx, { ...body, ...params }),
);

const refuse = methodNotAllowed('PATCH');

export { refuse as GET, refuse as POST, refuse as PUT, refuse as DELETE };
