import { writeLabels, writeLabelsOperation } from '@/lib/domain/feedback';
import { requireProject } from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const POST = endpoint(writeLabelsOperation, ({ ctx, body }) =>
  writeLabels(ctx, { projectId: requireProject(ctx), labels: body.labels }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
