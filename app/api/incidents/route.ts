import { listIncidents, listIncidentsOperation } from '@/lib/domain/alerts';
import { requireProject } from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(listIncidentsOperation, ({ ctx, query }) =>
  listIncidents(ctx, { ...query, projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
