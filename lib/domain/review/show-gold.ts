import type { Ctx } from '@/lib/platform/context';
import type { ReviewItem } from './schema';
import { showItem } from './show-item';
import type { AskedGold } from './store-gold';
import type { StoredItem, StoredReview } from './store-items';
import type { StoredQueue } from './store-queues';

/** A known row as its item would be: nothing tells who is asked that it is one. */
export function itemOfGold(ctx: Ctx, { gold, answer }: AskedGold, queue: StoredQueue): StoredItem {
  const isAnswered = answer.decision !== null && answer.decision !== 'skip';
  const isSettled = isAnswered && queue.reviewsWanted === 1;
  return {
    id: answer.id,
    projectId: gold.projectId,
    queueId: gold.queueId,
    modelId: queue.modelId,
    versionNumber: gold.versionNumber,
    predictionId: gold.predictionId,
    row: gold.row,
    reasons: [],
    inclusionProbability: null,
    priority: 0,
    entity: gold.entity,
    entityHash: gold.entityHash,
    destination: gold.destination,
    state: isSettled ? 'settled' : 'open',
    reviewsWanted: queue.reviewsWanted,
    reviewsDone: isAnswered ? 1 : 0,
    assignedTo: [],
    stratum: null,
    lockedBy: isAnswered ? null : answer.reviewerId,
    lockedUntil: isAnswered ? null : new Date(ctx.now().getTime() + queue.lockMinutes * 60_000),
    outcome: isSettled ? answer.decision : null,
    value: isSettled ? answer.value : null,
    settledBy: isSettled ? answer.reviewerName : null,
    settledAt: isSettled ? answer.answeredAt : null,
    createdAt: answer.askedAt,
  };
}

/** A known row for who is asked it; null where its row is not in the log any more. */
export async function showGold(ctx: Ctx, asked: AskedGold, queue: StoredQueue): Promise<ReviewItem | null> {
  const { answer, gold } = asked;
  const { decision, answeredAt } = answer;
  const own: StoredReview[] =
    decision === null || answeredAt === null
      ? []
      : [
          {
            id: answer.id,
            projectId: gold.projectId,
            itemId: answer.id,
            reviewerId: answer.reviewerId,
            reviewerName: answer.reviewerName,
            decision,
            value: answer.value,
            note: answer.note,
            isBlind: queue.isBlind,
            isAdjudication: false,
            tookMs: answer.tookMs,
            createdAt: answeredAt,
            takenBackAt: null,
          },
        ];
  return showItem(ctx, { item: itemOfGold(ctx, asked, queue), queue, reviews: own });
}
