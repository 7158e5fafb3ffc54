import { continuePromotion, continuePromotionOperation } from '@/lib/domain/promotion';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(continuePromotionOperation, ({ ctx, params, body }) =>
  continuePromotion(ctx, { ...params, ...body }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
