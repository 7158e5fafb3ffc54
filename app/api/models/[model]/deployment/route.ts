import { promotionGate } from '@/lib/domain/promotion';
import { deploy, deployOperation } from '@/lib/domain/registry';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const PUT = endpoint(deployOperation, async ({ ctx, params, query, body }) => {
  const number = body.canary?.version ?? null;
  const gate = await promotionGate(ctx, { ...params, number }, query.override);
  return deploy(ctx, { ...params, deployment: body, gate });
});

const refuse = methodNotAllowed('PUT');

export { refuse as GET, refuse as POST, refuse as PATCH, refuse as DELETE };
