import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { authorise } from '../people';
import type { ExamShare, ExamShareView } from './schema';
import { countSent, findExamShare, saveExamShare } from './store-destinations';

/** The part of a project's entities that goes to exams, and how many were sent where. */
export async function getExamShare(ctx: Ctx, input: { projectId: string }): Promise<ExamShareView> {
  authorise(ctx.actor, 'review.view', input.projectId);
  return read(ctx, input.projectId);
}

async function read(ctx: Ctx, projectId: string): Promise<ExamShareView> {
  const [share, sent] = await Promise.all([findExamShare(ctx, projectId), countSent(ctx, projectId)]);
  return { share, sent };
}

/** Changes which part of the entities that are new goes to exams. Those that were sent stay where they are. */
export async function setExamShare(ctx: Ctx, input: ExamShare & { projectId: string }): Promise<ExamShareView> {
  const { projectId, share } = input;
  authorise(ctx.actor, 'review.manage', projectId);
  await inTransaction(ctx, async (tx) => {
    const before = await findExamShare(tx, projectId);
    await saveExamShare(tx, projectId, { share });
    await audit(tx, {
      action: 'project.exam-share',
      object: `project:${projectId}`,
      projectId,
      before: { share: before },
      after: { share },
    });
  });
  return read(ctx, projectId);
}
