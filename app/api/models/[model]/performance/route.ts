import { getPerformance, getPerformanceOperation } from '@/lib/domain/performance';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(getPerformanceOperation, ({ ctx, params, query }) =>
  getPerformance(ctx, { ...params, ...query }),
);

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
