import { getParts, getPartsOperation } from '@/lib/domain/monitoring';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const GET = endpoint(getPartsOperation, ({ ctx, params, query }) => getParts(ctx, { ...params, ...query }));

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
