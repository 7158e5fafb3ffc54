import { getCard, getCardOperation, saveCard, saveCardOperation } from '@/lib/domain/cards';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

export const GET = endpoint(getCardOperation, ({ ctx, params }) => getCard(ctx, params));
export const PUT = endpoint(saveCardOperation, ({ ctx, params, body }) => saveCard(ctx, { ...params, content: body }));

const refuse = methodNotAllowed('GET', 'PUT');

export { refuse as POST, refuse as PATCH, refuse as DELETE };
