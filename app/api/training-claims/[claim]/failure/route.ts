import { giveUpClaim, giveUpClaimOperation } from '@/lib/domain/retraining';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(giveUpClaimOperation, async ({ ctx, params, body }) => {
  await giveUpClaim(ctx, { ...params, ...body });
  return undefined;
});

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
