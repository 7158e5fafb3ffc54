import { passPromotionGate } from '@/lib/domain/promotion';
import { deploy, deployOperation } from '@/lib/domain/registry';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const PUT = endpoint(deployOperation, ({ ctx, params, query, body }) =>
  deploy(ctx, {
    ...params,
    deployment: body,
    gate: (tx, of) => passPromotionGate(tx, of, query.override),
  }),
);

const refuse = methodNotAllowed('PUT');

export { refuse as GET, refuse as POST, refuse as PATCH, refuse as DELETE };
