import type { Ctx } from '@/lib/platform/context';
import { isAllowed } from '../people';
import { getModel } from '../registry';
import type { FeedbackPage } from './schema';
import { listFeedbackRows } from './store';
import { countAnswered } from './store-outcomes';

/** Feedback on a model, newest first, with its counts; end users get their own. */
export async function listFeedback(
  ctx: Ctx,
  input: { model: string; cursor?: string | undefined; limit: number },
): Promise<FeedbackPage> {
  const model = await getModel(ctx, { model: input.model, permission: 'prediction.view-own' });
  const { actor } = ctx;
  const seesAll = isAllowed(actor, 'feedback.view', model.projectId);
  const of = {
    projectId: model.projectId,
    modelId: model.id,
    giverId: seesAll ? null : 'id' in actor ? actor.id : '',
  };
  const page = { cursor: input.cursor ?? null, limit: input.limit };
  const { feedback, counts } = await listFeedbackRows(ctx, of, page);
  const answered = await countAnswered(ctx, of, new Date(ctx.now().getTime() - 28 * 86_400_000));
  return {
    feedback,
    counts,
    answered,
    nextCursor: feedback.length === input.limit ? (feedback.at(-1)?.id ?? null) : null,
  };
}
