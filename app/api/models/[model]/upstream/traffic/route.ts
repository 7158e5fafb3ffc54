import { moveTraffic, moveTrafficOperation } from '@/lib/domain/upstream';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const POST = endpoint(moveTrafficOperation, ({ ctx, params, body }) => moveTraffic(ctx, { ...params, ...body }));

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
