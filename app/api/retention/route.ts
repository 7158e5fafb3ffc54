import {
  getRetention,
  getRetentionOperation,
  requireProject,
  setRetention,
  setRetentionOperation,
} from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(getRetentionOperation, ({ ctx }) => getRetention(ctx, { projectId: requireProject(ctx) }));
export const PUT = endpoint(setRetentionOperation, ({ ctx, body }) =>
  setRetention(ctx, { ...body, projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('GET', 'PUT');

export { refuse as DELETE, refuse as PATCH, refuse as POST };
