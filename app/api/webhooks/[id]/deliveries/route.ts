import { listHookDeliveries, listHookDeliveriesOperation } from '@/lib/domain/alerts';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(listHookDeliveriesOperation, ({ ctx, params }) => listHookDeliveries(ctx, params));

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
