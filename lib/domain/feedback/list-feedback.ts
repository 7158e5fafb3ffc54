import type { Ctx } from '@/lib/platform/context';
import { isAllowed } from '../people';
import { getModel } from '../registry';
import type { FeedbackPage } from './schema';
import { listFeedbackRows } from './store';

/** Feedback on a model, newest first, with its counts; end users get their own. */
export async function listFeedback(
  ctx: Ctx,
  input: { model: string; cursor?: string | undefined; limit: number },
): Promise<FeedbackPage> {
  const model = await getModel(ctx, { model: input.model, permission: 'prediction.view-own' });
  const { actor } = ctx;
  const seesAll = isAllowed(actor, 'feedback.view', model.projectId);
  const { feedback, counts } = await listFeedbackRows(
    ctx,
    { projectId: model.projectId, modelId: model.id, giverId: seesAll ? null : 'id' in actor ? actor.id : '' },
    { cursor: input.cursor ?? null, limit: input.limit },
  );
  return { feedback, counts, nextCursor: feedback.length === input.limit ? (feedback.at(-1)?.id ?? null) : null };
}
