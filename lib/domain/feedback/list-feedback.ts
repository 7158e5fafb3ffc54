import type { Ctx } from '@/lib/platform/context';
import { isAllowed } from '../people';
import { getModel } from '../registry';
import type { FeedbackFilter, FeedbackPage } from './schema';
import { countFields, countSeverities, countVerdicts, listFeedbackRows, whereOf } from './store';
import { countAnswered } from './store-outcomes';

const NAMED = 50;

/** Feedback on a model, newest first, with the counts of all of it; end users get their own. */
export async function listFeedback(
  ctx: Ctx,
  input: FeedbackFilter & { model: string; cursor?: string | undefined; limit: number },
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
  const [feedback, counts, severities, fields, answered] = await Promise.all([
    listFeedbackRows(ctx, of, input, page),
    countVerdicts(ctx, whereOf(of)),
    countSeverities(ctx, of),
    countFields(ctx, of, NAMED),
    countAnswered(ctx, of, new Date(ctx.now().getTime() - 28 * 86_400_000)),
  ]);
  return {
    feedback,
    counts,
    severities,
    fields,
    answered,
    nextCursor: feedback.length === input.limit ? (feedback.at(-1)?.id ?? null) : null,
  };
}
