import { requireProject } from '@/lib/domain/people';
import { listQueues, listQueuesOperation } from '@/lib/domain/review';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(listQueuesOperation, ({ ctx, query }) =>
  listQueues(ctx, { ...query, projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
