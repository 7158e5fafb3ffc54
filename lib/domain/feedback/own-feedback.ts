import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { authorise, isAllowed } from '../people';
import { readChecks } from './check-said';
import { sayAnew, shortOf, toldOf } from './give-feedback';
import { refuseSettled } from './refuse-settled';
import type { Feedback, NewFeedback } from './schema';
import { findPredictionRow } from './store';
import { noteEvent } from './store-events';
import { findFeedbackRow, lockFeedback, removeFeedback, type StoredFeedback } from './store-said';

/** Changes what the caller has said. 409 where a review has settled the row. */
export async function editFeedback(ctx: Ctx, input: NewFeedback & { feedback: string }): Promise<Feedback> {
  const { feedback: id, ...said } = input;
  const found = await requireOwn(ctx, id);
  const prediction = await findPredictionRow(ctx, found.predictionId);
  const checks = await readChecks(ctx, { projectId: found.projectId, prediction });
  return inTransaction(ctx, async (tx) => {
    const standing = await lockFeedback(tx, id);
    if (!standing) throw notFound('feedback', id);
    return sayAnew(tx, { standing, checks, said });
  });
}

/** Takes back what the caller has said: it counts nowhere any more, and is kept in the history. 409 where a review has settled the row. */
export async function withdrawFeedback(ctx: Ctx, input: { feedback: string }): Promise<void> {
  await requireOwn(ctx, input.feedback);
  await inTransaction(ctx, async (tx) => {
    const standing = await lockFeedback(tx, input.feedback);
    if (!standing) throw notFound('feedback', input.feedback);
    await takeAway(tx, standing);
  });
}

/** Takes away feedback that is locked. 409 where a review has settled its row. */
export async function takeAway(tx: Ctx, standing: StoredFeedback): Promise<void> {
  const before = refuseSettled(standing);
  await removeFeedback(tx, standing);
  await noteEvent(tx, { ...standing, event: toldOf('feedback.withdrawn', before) });
  await audit(tx, {
    action: 'feedback.withdraw',
    object: `prediction:${before.rowId}`,
    projectId: standing.projectId,
    before: shortOf(before),
  });
}

/** Others' feedback is told apart from none only to whoever sees all feedback. */
function maySee({ actor }: Ctx, { projectId, giverId }: StoredFeedback): boolean {
  return isAllowed(actor, 'feedback.view', projectId) || ('id' in actor && giverId === actor.id);
}

async function requireOwn(ctx: Ctx, id: string): Promise<StoredFeedback> {
  const row = await findFeedbackRow(ctx, id);
  if (!row || !maySee(ctx, row)) throw notFound('feedback', id);
  authorise(ctx.actor, 'feedback.give', row.projectId);
  if (!('id' in ctx.actor) || row.giverId !== ctx.actor.id)
    throw new AppError('forbidden', 'Only who has given feedback changes or withdraws it.', { reason: 'not_own' });
  return row;
}
