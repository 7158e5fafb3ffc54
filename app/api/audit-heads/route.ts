import { getAuditAnchors, getAuditAnchorsOperation } from '@/lib/domain/audit';
import { requireProject } from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(getAuditAnchorsOperation, ({ ctx }) =>
  getAuditAnchors(ctx, { projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
