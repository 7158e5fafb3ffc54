import type { Ctx } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import { uuid7Time } from '@/lib/platform/uuid7';
import { readThread } from '../feedback';
import { isAllowed } from '../people';
import { getPrediction } from '../predictions';
import { getModel, getServedVersion } from '../registry';
import { Destination, Outcome, type ReviewItem, ReviewReason, type ReviewView } from './schema';
import { countDestination, listReviewRows, type StoredItem, type StoredReview } from './store-items';
import type { StoredQueue } from './store-queues';

const stateOf = (item: StoredItem): ReviewItem['state'] =>
  item.state === 'settled' || item.state === 'disputed' ? item.state : 'open';

/** What a list and the item itself say of it. */
export function plainItem(item: StoredItem) {
  return {
    id: item.id,
    rowId: `${item.predictionId}.${item.row}`,
    at: new Date(uuid7Time(item.predictionId)).toISOString(),
    entity: item.entity,
    destination: Destination.parse(item.destination),
    state: stateOf(item),
    outcome: item.outcome === null ? null : Outcome.parse(item.outcome),
    value: item.value,
    settledAt: item.settledAt?.toISOString() ?? null,
  };
}

/** Whether the caller may know what was answered and what others said: always without blindness, else after the own review. */
export function isRevealed(
  ctx: Ctx,
  { item, queue, reviews }: { item: StoredItem; queue: StoredQueue; reviews: readonly StoredReview[] },
): boolean {
  if (!queue.isBlind || item.state === 'settled') return true;
  const caller = 'id' in ctx.actor ? ctx.actor.id : null;
  // Who settles what others disagreed on has to know on what; who only looks on decides nothing.
  if (item.state === 'disputed' || !isAllowed(ctx.actor, 'review.decide', item.projectId)) return true;
  return reviews.some(
    ({ reviewerId, takenBackAt, decision }) => reviewerId === caller && takenBackAt === null && decision !== 'skip',
  );
}

/** An item as the caller may see it; null where its row is not in the log any more. */
export async function showItem(
  ctx: Ctx,
  { item, queue, ...known }: { item: StoredItem; queue: StoredQueue; reviews?: readonly StoredReview[] },
): Promise<ReviewItem | null> {
  // A key that reviews may have no right to read the log otherwise.
  const permission = isAllowed(ctx.actor, 'review.decide', item.projectId) ? 'review.decide' : 'review.view';
  const [detail, reviews, model] = await Promise.all([
    getPrediction(ctx, { id: `${item.predictionId}.${item.row}`, permission }).catch(nothingIfGone),
    known.reviews ?? listReviewRows(ctx, item.id),
    getModel(ctx, { model: item.modelId, permission: 'model.view' }),
  ]);
  if (!detail) return null;
  const caller = 'id' in ctx.actor ? ctx.actor.id : null;
  const nowMs = ctx.now().getTime();
  const isHeld = item.lockedUntil !== null && item.lockedUntil.getTime() > nowMs;
  const views = reviews.map((review) => toView(review, caller));
  const served = await getServedVersion(ctx, {
    model: item.modelId,
    number: item.versionNumber,
    permission: 'model.view',
  }).catch(nothingIfGone);
  const reading = served?.served.reading;
  return {
    ...plainItem(item),
    queue: {
      id: queue.id,
      name: queue.name,
      isBlind: queue.isBlind,
      instructions: queue.instructions,
      tolerance: queue.tolerance,
    },
    model: { id: model.id, name: model.name },
    version: item.versionNumber,
    context: detail.context,
    inputs: detail.inputs.map(({ name, title, unit, values }) => ({ name, title, unit, values })),
    task: reading?.task ?? 'tensors',
    classes:
      reading?.task === 'classification'
        ? reading.classes.map((label) => ({ label, name: served?.overlay?.classNames[label] || label }))
        : [],
    unit: reading?.task === 'regression' ? (reading.unit ?? '') : '',
    reviewsWanted: item.reviewsWanted,
    reviewsDone: item.reviewsDone,
    heldUntil: isHeld && item.lockedBy === caller ? (item.lockedUntil?.toISOString() ?? null) : null,
    heldByOther: isHeld && item.lockedBy !== caller,
    own: views.find(({ isOwn, takenBackAt }) => isOwn && takenBackAt === null) ?? null,
    destinationRows: await countDestination(ctx, item),
    revealed: isRevealed(ctx, { item, queue, reviews })
      ? {
          reasons: item.reasons.map((reason) => ReviewReason.parse(reason)),
          answer: detail.outcome,
          confidence: detail.answer.probabilities?.find(({ label }) => label === detail.outcome)?.share ?? null,
          feedback: detail.judgements.map(({ verdict, expected, reason, severity, fields, scores }) => ({
            verdict,
            expected,
            reason,
            severity,
            fields,
            scores,
          })),
          reviews: views,
          thread: await readThread(ctx, item),
        }
      : null,
  };
}

function toView(review: StoredReview, caller: string | null): ReviewView {
  const decision = review.decision === 'skip' ? 'skip' : Outcome.parse(review.decision);
  return {
    decision,
    value: review.value,
    note: review.note,
    reviewer: review.reviewerName,
    isOwn: review.reviewerId === caller,
    isBlind: review.isBlind,
    isAdjudication: review.isAdjudication,
    at: review.createdAt.toISOString(),
    takenBackAt: review.takenBackAt?.toISOString() ?? null,
  };
}
