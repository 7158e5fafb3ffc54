import { addAuditReceiver, addAuditReceiverOperation } from '@/lib/domain/audit';
import { requireProject } from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const POST = endpoint(addAuditReceiverOperation, ({ ctx, body }) =>
  addAuditReceiver(ctx, { ...body, projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
