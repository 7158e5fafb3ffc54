import { erasePerson, erasePersonOperation, listErasures, listErasuresOperation } from '@/lib/domain/erasure';
import { requireProject } from '@/lib/domain/people';
import { requiredEnv } from '@/lib/platform/env';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(listErasuresOperation, ({ ctx }) => listErasures(ctx, { projectId: requireProject(ctx) }));
export const POST = endpoint(erasePersonOperation, ({ ctx, body }) =>
  erasePerson(ctx, { ...body, projectId: requireProject(ctx), secret: requiredEnv('INTERNAL_SECRET') }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as DELETE, refuse as PATCH, refuse as PUT };
