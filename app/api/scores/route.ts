import { createScore, createScoreOperation, listScores, listScoresOperation } from '@/lib/domain/feedback';
import { requireProject } from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(listScoresOperation, ({ ctx }) => listScores(ctx, { projectId: requireProject(ctx) }));
export const POST = endpoint(createScoreOperation, ({ ctx, body }) =>
  createScore(ctx, { ...body, projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
