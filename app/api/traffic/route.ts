import { listTraffic, listTrafficOperation } from '@/lib/domain/monitoring';
import { requireProject } from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(listTrafficOperation, ({ ctx }) => listTraffic(ctx, { projectId: requireProject(ctx) }));

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
