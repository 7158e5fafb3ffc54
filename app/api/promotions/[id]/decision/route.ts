import { decidePromotion, decidePromotionOperation } from '@/lib/domain/promotion';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(decidePromotionOperation, ({ ctx, params, body }) =>
  decidePromotion(ctx, { ...params, ...body }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
