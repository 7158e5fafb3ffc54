import { promotionGate } from '@/lib/domain/promotion';
import { promoteVersion, promoteVersionOperation } from '@/lib/domain/registry';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

export const POST = endpoint(promoteVersionOperation, async ({ ctx, params, query }) =>
  promoteVersion(ctx, { ...params, gate: await promotionGate(ctx, params, query.override) }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
