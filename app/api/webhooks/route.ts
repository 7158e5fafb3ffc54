import { createHook, createHookOperation, listHooks, listHooksOperation } from '@/lib/domain/alerts';
import { requireProject } from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(listHooksOperation, ({ ctx }) => listHooks(ctx, { projectId: requireProject(ctx) }));
export const POST = endpoint(createHookOperation, ({ ctx, body }) =>
  createHook(ctx, { ...body, projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
