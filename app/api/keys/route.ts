import { createKey, createKeyOperation, listKeys, listKeysOperation, requireProject } from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(listKeysOperation, ({ ctx }) => listKeys(ctx, { projectId: requireProject(ctx) }));
export const POST = endpoint(createKeyOperation, ({ ctx, body }) =>
  createKey(ctx, { ...body, projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
