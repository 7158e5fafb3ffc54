import { requireProject } from '@/lib/domain/people';
import { getExamShare, getExamShareOperation, setExamShare, setExamShareOperation } from '@/lib/domain/review';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(getExamShareOperation, ({ ctx }) => getExamShare(ctx, { projectId: requireProject(ctx) }));
export const PUT = endpoint(setExamShareOperation, ({ ctx, body }) =>
  setExamShare(ctx, { ...body, projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('GET', 'PUT');

export { refuse as DELETE, refuse as PATCH, refuse as POST };
