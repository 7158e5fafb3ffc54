import { listBuilds, listBuildsOperation, startBuild, startBuildOperation } from '@/lib/domain/collection';
import { requireProject } from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(listBuildsOperation, ({ ctx }) => listBuilds(ctx, { projectId: requireProject(ctx) }));
export const POST = endpoint(startBuildOperation, ({ ctx, body }) => startBuild(ctx, body));

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
