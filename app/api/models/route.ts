import { requireProject } from '@/lib/domain/people';
import { listModels, listModelsOperation } from '@/lib/domain/registry';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(listModelsOperation, ({ ctx }) => listModels(ctx, { projectId: requireProject(ctx) }));

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
