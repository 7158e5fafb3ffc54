import { createOwnProject, createProjectOperation, listProjects, listProjectsOperation } from '@/lib/domain/people';
import { endpoint, systemCtx } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(listProjectsOperation, ({ ctx }) => listProjects(ctx));
export const POST = endpoint(createProjectOperation, ({ ctx, body }) => createOwnProject(systemCtx(ctx), body));

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
