import { summariseScores, summariseScoresOperation } from '@/lib/domain/feedback';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(summariseScoresOperation, ({ ctx, params, query }) =>
  summariseScores(ctx, { ...params, ...query }),
);

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
