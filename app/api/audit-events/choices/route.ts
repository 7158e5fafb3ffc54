import { listAuditChoices, listAuditChoicesOperation, requireProject } from '@/lib/domain/people';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const GET = endpoint(listAuditChoicesOperation, ({ ctx }) =>
  listAuditChoices(ctx, { projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
