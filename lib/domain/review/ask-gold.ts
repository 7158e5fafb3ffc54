import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, notFound, nothingIfGone } from '@/lib/platform/errors';
import { hashText } from '@/lib/pure/stats/hash-text';
import { expectedOf } from '../feedback';
import { getServedVersion } from '../registry';
import { goneRow } from './gone-row';
import { requireQueue, reviewerOf } from './require';
import type { NewReview, ReviewItem, ReviewResult } from './schema';
import { showGold } from './show-gold';
import { type AskedGold, askGold, countDecided, findAsked, findOpenAsk, retireGold, updateAnswer } from './store-gold';
import type { StoredQueue } from './store-queues';

/** Apart from the hashes by which rows are drawn. */
const OFFSET = 0x1b873593;

/** Whether the next row of a person, who has decided `decided` times, is a known one: the same whenever it is asked. */
export const isGoldTurn = (queueId: string, reviewerId: string, decided: number, share: number): boolean =>
  hashText(`${queueId}/${reviewerId}/${decided}`, OFFSET) / 2 ** 32 < share;

/** A known row in place of the next item, at the queue's rate; null where it is not its turn. */
export async function takeGold(ctx: Ctx, queue: StoredQueue): Promise<ReviewItem | null> {
  if (queue.goldShare === 0) return null;
  const reviewer = reviewerOf(ctx);
  const open = await findOpenAsk(ctx, queue.id, reviewer.id);
  const isTurn =
    open !== null || isGoldTurn(queue.id, reviewer.id, await countDecided(ctx, queue.id, reviewer.id), queue.goldShare);
  const asked =
    open ?? (isTurn ? await askGold(ctx, { queueId: queue.id, projectId: queue.projectId }, reviewer) : null);
  if (!asked) return null;
  const shown = await showGold(ctx, asked, queue);
  // Its row was deleted by age: nobody can judge it.
  if (!shown) await retireGold(ctx, { queueId: queue.id, id: asked.gold.id });
  return shown;
}

/** The known row behind an item's id, for who was asked it; null where it is an item. Nobody else finds it. */
export async function findOwnGold(ctx: Ctx, id: string): Promise<{ asked: AskedGold; queue: StoredQueue } | null> {
  const asked = await findAsked(ctx, id);
  if (!asked) return null;
  const queue = await requireQueue(ctx, asked.gold.queueId, 'review.decide');
  if (asked.answer.reviewerId !== reviewerOf(ctx).id) throw notFound('review item', id);
  return { asked, queue };
}

/** A known row as it is now. */
export async function currentGold(
  ctx: Ctx,
  { asked, queue }: { asked: AskedGold; queue: StoredQueue },
): Promise<ReviewItem> {
  const now = await findAsked(ctx, asked.answer.id);
  const shown = now && (await showGold(ctx, now, queue));
  if (!shown) throw goneRow();
  return shown;
}

/** Keeps what a person says of a known row. It is no review: no label, exam, training row or outcome comes of it. */
export async function answerGold(
  ctx: Ctx,
  found: { asked: AskedGold; queue: StoredQueue },
  { decision, value, note, tookMs }: NewReview,
): Promise<ReviewResult> {
  const { asked, queue } = found;
  const served = await getServedVersion(ctx, {
    model: queue.modelId,
    number: asked.gold.versionNumber,
    permission: 'model.view',
  }).catch(nothingIfGone);
  const said = value === undefined ? null : String(value);
  const checked = said !== null && served ? expectedOf(served, 'value', said) : said;
  await inTransaction(ctx, async (tx) => {
    if (!(await updateAnswer(tx, asked.answer.id, { decision, value: checked, note, tookMs: tookMs ?? null })))
      throw new AppError('conflict', 'You have reviewed this item already. Take your review back to change it.', {
        reason: 'reviewed',
      });
    await audit(tx, {
      action: 'review.save',
      object: `review-item:${asked.answer.id}`,
      projectId: queue.projectId,
      after: { decision, value: checked, isAdjudication: false },
    });
  });
  const item = await currentGold(ctx, found);
  return { item, state: item.state };
}

/** Takes back what a person said of a known row. */
export async function takeGoldBack(ctx: Ctx, found: { asked: AskedGold; queue: StoredQueue }): Promise<ReviewItem> {
  const { answer, gold } = found.asked;
  await inTransaction(ctx, async (tx) => {
    if (!(await updateAnswer(tx, answer.id, null)))
      throw new AppError('conflict', 'You have no review of this item.', { reason: 'no_review' });
    await audit(tx, {
      action: 'review.take-back',
      object: `review-item:${answer.id}`,
      projectId: gold.projectId,
      before: { decision: answer.decision, value: answer.value },
    });
  });
  return currentGold(ctx, found);
}
