import { getInsight, getInsightOperation } from '@/lib/domain/review';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(getInsightOperation, ({ ctx, params, query }) => getInsight(ctx, { ...params, ...query }));

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
