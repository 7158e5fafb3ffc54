import { requireProject } from '@/lib/domain/people';
import { listModels, listModelsOperation, registerElsewhere, registerElsewhereOperation } from '@/lib/domain/registry';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(listModelsOperation, ({ ctx }) => listModels(ctx, { projectId: requireProject(ctx) }));

export const POST = endpoint(registerElsewhereOperation, ({ ctx, body }) =>
  registerElsewhere(ctx, { ...body, projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
