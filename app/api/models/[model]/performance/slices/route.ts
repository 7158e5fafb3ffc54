import { getSlices, getSlicesOperation } from '@/lib/domain/performance';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const GET = endpoint(getSlicesOperation, ({ ctx, params, query }) => getSlices(ctx, { ...params, ...query }));

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
