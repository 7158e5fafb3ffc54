import { addGold, addGoldOperation, listGold, listGoldOperation } from '@/lib/domain/review';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(listGoldOperation, ({ ctx, params }) => listGold(ctx, params));
export const POST = endpoint(addGoldOperation, ({ ctx, params, body }) => addGold(ctx, { ...body, ...params }));

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
