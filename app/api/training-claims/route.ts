import { requireProject } from '@/lib/domain/people';
import { claimOutside, claimRunOperation } from '@/lib/domain/retraining';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const POST = endpoint(
  claimRunOperation,
  async ({ ctx, body }) =>
    (await claimOutside(ctx, { projectId: requireProject(ctx), ...body })) ?? new Response(null, { status: 204 }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
