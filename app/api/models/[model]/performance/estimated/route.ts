import { estimatePerformance, estimatePerformanceOperation } from '@/lib/domain/performance';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const GET = endpoint(estimatePerformanceOperation, ({ ctx, params, query }) =>
  estimatePerformance(ctx, { ...params, ...query }),
);

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
