import { listAuditEvents, listAuditEventsOperation, requireProject } from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(listAuditEventsOperation, ({ ctx, query }) =>
  listAuditEvents(ctx, { ...query, projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
