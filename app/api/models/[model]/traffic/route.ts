import { getTraffic, getTrafficOperation } from '@/lib/domain/monitoring';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(getTrafficOperation, ({ ctx, params, query }) => getTraffic(ctx, { ...params, ...query }));

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
