import { askPromotion, askPromotionOperation, listPromotions, listPromotionsOperation } from '@/lib/domain/promotion';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(listPromotionsOperation, ({ ctx, params }) => listPromotions(ctx, params));
export const POST = endpoint(askPromotionOperation, ({ ctx, params, query, body }) =>
  askPromotion(ctx, { ...params, ...query, ...body }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
