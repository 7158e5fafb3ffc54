import { requireProject } from '@/lib/domain/people';
import { createUpload, createUploadOperation } from '@/lib/domain/registry';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const POST = endpoint(createUploadOperation, ({ ctx, body }) =>
  createUpload(ctx, { ...body, projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
