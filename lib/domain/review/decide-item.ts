import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, nothingIfGone } from '@/lib/platform/errors';
import { expectedOf } from '../feedback';
import { getServedVersion } from '../registry';
import { agree, type Vote } from './agree';
import { answerGold, findOwnGold, takeGoldBack } from './ask-gold';
import { currentItem } from './get-item';
import { goneRow } from './gone-row';
import { requireItem, reviewerOf } from './require';
import { type NewReview, Outcome, type ReviewItem, type ReviewResult } from './schema';
import { settleItem, unsettleItem } from './settle-item';
import { isRevealed } from './show-item';
import {
  insertReview,
  listReviewRows,
  lockItem,
  releaseRow,
  type StoredItem,
  type StoredReview,
  takeBackRow,
  updateItem,
} from './store-items';
import type { StoredQueue } from './store-queues';
import { refuseAssigned, refuseHeld } from './take-item';

const isVote = ({ decision, takenBackAt }: StoredReview) => takenBackAt === null && decision !== 'skip';

/**
 * Saves the caller's review. The last one that is wanted settles the item where all say the same; where they differ, the next person settles it
 * alone. Two people never decide the same place: one of them gets 409, and nothing of theirs is lost or kept by half.
 */
export async function decideItem(ctx: Ctx, input: NewReview & { id: string }): Promise<ReviewResult> {
  const gold = await findOwnGold(ctx, input.id);
  if (gold) return answerGold(ctx, gold, input);
  const { item: found, queue } = await requireItem(ctx, input.id, 'review.decide');
  const reviewer = reviewerOf(ctx);
  const served = await getServedVersion(ctx, {
    model: found.modelId,
    number: found.versionNumber,
    permission: 'model.view',
  }).catch(nothingIfGone);
  const said = input.value === undefined ? null : String(input.value);
  const value = said !== null && served ? expectedOf(served, 'value', said) : said;
  const isNumber = served?.served.reading.task === 'regression';
  await inTransaction(ctx, async (tx) => {
    const item = await lockItem(tx, found.id);
    if (!item) throw goneRow();
    if (item.state === 'settled')
      throw new AppError('conflict', 'This item is settled already. Take the next one.', { reason: 'settled' });
    refuseHeld(tx, item, reviewer.id);
    await refuseAssigned(tx, item, reviewer.id);
    const reviews = await listReviewRows(tx, item.id);
    const own = reviews.find(({ reviewerId, takenBackAt }) => reviewerId === reviewer.id && takenBackAt === null);
    if (own && own.decision !== 'skip')
      throw new AppError('conflict', 'You have reviewed this item already. Take your review back to change it.', {
        reason: 'reviewed',
      });
    // Who skipped it has come back to it.
    if (own) await takeBackRow(tx, own.id);
    const { decision, note, tookMs = null } = input;
    const isBlind = !isRevealed(tx, { item, queue, reviews });
    await keepReview(tx, { item, queue, reviews }, { reviewer, decision, value, note, tookMs, isBlind, isNumber });
    await audit(tx, {
      action: 'review.save',
      object: `review-item:${item.id}`,
      projectId: item.projectId,
      after: { decision, value, isAdjudication: item.state === 'disputed' },
    });
  });
  const item = await currentItem(ctx, found.id, 'review.decide');
  return { item, state: item.state };
}

/** Keeps a review of an item that is locked and not settled, with what it leads to, in the caller's transaction. */
export async function keepReview(
  tx: Ctx,
  { item, queue, reviews }: { item: StoredItem; queue: StoredQueue; reviews: readonly StoredReview[] },
  given: Pick<StoredReview, 'value' | 'note' | 'tookMs' | 'isBlind'> & {
    reviewer: { id: string; name: string };
    decision: NewReview['decision'];
    isNumber: boolean;
  },
): Promise<void> {
  const { reviewer, decision, isNumber, ...review } = given;
  const isAdjudication = item.state === 'disputed';
  await insertReview(tx, {
    projectId: item.projectId,
    itemId: item.id,
    reviewerId: reviewer.id,
    reviewerName: reviewer.name,
    decision,
    ...review,
    isAdjudication,
  });
  if (decision === 'skip') return releaseRow(tx, item.id);
  const votes = [...reviews.filter(isVote).map(toVote), { decision, value: review.value }];
  await conclude(tx, { item, queue }, { votes, isAdjudication, isNumber, by: reviewer.name });
}

const toVote = ({ decision, value }: StoredReview): Vote => ({ decision: Outcome.parse(decision), value });

async function conclude(
  tx: Ctx,
  { item, queue }: { item: StoredItem; queue: StoredQueue },
  { votes, isAdjudication, isNumber, by }: { votes: Vote[]; isAdjudication: boolean; isNumber: boolean; by: string },
): Promise<void> {
  const nothing = { outcome: null, value: null, settledBy: null };
  const reviewsDone = votes.length;
  const own = votes.at(-1);
  if (!isAdjudication && reviewsDone < item.reviewsWanted)
    return updateItem(tx, item.id, { ...nothing, state: 'open', reviewsDone });
  const said = isAdjudication ? own : agree(votes, isNumber, queue.tolerance);
  if (!said) return updateItem(tx, item.id, { ...nothing, state: 'disputed', reviewsDone });
  await updateItem(tx, item.id, {
    state: 'settled',
    reviewsDone,
    outcome: said.decision,
    value: said.value,
    settledBy: by,
  });
  await settleItem(tx, item, said);
}

/** Takes the caller's own review back, with what it led to. 409 where somebody else has reviewed the item since. */
export async function takeReviewBack(ctx: Ctx, input: { id: string }): Promise<ReviewItem> {
  const gold = await findOwnGold(ctx, input.id);
  if (gold) return takeGoldBack(ctx, gold);
  const { item: found } = await requireItem(ctx, input.id, 'review.decide');
  const reviewer = reviewerOf(ctx);
  await inTransaction(ctx, async (tx) => {
    const item = await lockItem(tx, found.id);
    if (!item) throw goneRow();
    const reviews = (await listReviewRows(tx, item.id)).filter(({ takenBackAt }) => takenBackAt === null);
    const own = reviews.find(({ reviewerId }) => reviewerId === reviewer.id);
    if (!own) throw new AppError('conflict', 'You have no review of this item.', { reason: 'no_review' });
    if (reviews.at(-1)?.id !== own.id)
      throw new AppError('conflict', 'Somebody else has reviewed this item since, so that yours stays.', {
        reason: 'reviewed_since',
      });
    await takeBackRow(tx, own.id);
    if (item.state === 'settled') await unsettleItem(tx, item);
    const votes = reviews.filter((review) => isVote(review) && review.id !== own.id);
    await updateItem(tx, item.id, {
      state: votes.length >= item.reviewsWanted ? 'disputed' : 'open',
      reviewsDone: votes.length,
      outcome: null,
      value: null,
      settledBy: null,
    });
    await audit(tx, {
      action: 'review.take-back',
      object: `review-item:${item.id}`,
      projectId: item.projectId,
      before: { decision: own.decision, value: own.value },
    });
  });
  return currentItem(ctx, found.id, 'review.decide');
}
