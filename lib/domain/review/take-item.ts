import type { Ctx } from '@/lib/platform/context';
import { inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { currentGold, findOwnGold, takeGold } from './ask-gold';
import { goneRow } from './gone-row';
import { requireItem, requireQueue, reviewerOf } from './require';
import type { ReviewItem, TakenItem } from './schema';
import { showItem } from './show-item';
import { isItemForOthers } from './store-assignment';
import { deleteItem, findItemRow, holdRow, lockItem, takeNext } from './store-items';
import type { StoredQueue } from './store-queues';

const untilOf = (ctx: Ctx, queue: StoredQueue) => new Date(ctx.now().getTime() + queue.lockMinutes * 60_000);

/** Reserves the most useful item that the caller has not reviewed, for the queue's minutes; null where nothing waits for them. */
export async function takeItem(ctx: Ctx, input: { id: string }): Promise<TakenItem> {
  const queue = await requireQueue(ctx, input.id, 'review.decide');
  const reviewer = reviewerOf(ctx);
  for (;;) {
    const id = await takeNext(ctx, queue.id, reviewer.id, untilOf(ctx, queue));
    const item = id === null ? null : await findItemRow(ctx, id);
    if (!item) return { item: null };
    // The item stays reserved meanwhile: known rows are asked only of who has others to decide.
    const gold = await takeGold(ctx, queue);
    if (gold) return { item: gold };
    const shown = await showItem(ctx, { item, queue });
    if (shown) return { item: shown };
    // Its row was deleted by age: nobody can judge it.
    await deleteItem(ctx, item.id);
  }
}

/** Reserves one item, or keeps it for longer. 409 where somebody else has it. */
export async function holdItem(ctx: Ctx, input: { id: string }): Promise<ReviewItem> {
  const gold = await findOwnGold(ctx, input.id);
  if (gold) return currentGold(ctx, gold);
  const { queue } = await requireItem(ctx, input.id, 'review.decide');
  const reviewer = reviewerOf(ctx);
  const item = await inTransaction(ctx, async (tx) => {
    const held = await lockItem(tx, input.id);
    if (!held) throw goneRow();
    refuseHeld(tx, held, reviewer.id);
    await refuseAssigned(tx, held, reviewer.id);
    if (held.state !== 'settled') await holdRow(tx, held.id, reviewer.id, untilOf(tx, queue));
    return { ...held, lockedBy: reviewer.id, lockedUntil: untilOf(tx, queue) };
  });
  const shown = await showItem(ctx, { item, queue });
  if (!shown) throw goneRow();
  return shown;
}

/** Throws 409 where somebody else holds the item. */
export function refuseHeld(
  ctx: Ctx,
  { lockedBy, lockedUntil }: { lockedBy: string | null; lockedUntil: Date | null },
  reviewer: string,
): void {
  if (lockedBy === null || lockedBy === reviewer || lockedUntil === null || lockedUntil <= ctx.now()) return;
  throw new AppError('conflict', 'Somebody else is reviewing this item at the moment. Take the next one.', {
    reason: 'held',
    retryAfter: Math.ceil((lockedUntil.getTime() - ctx.now().getTime()) / 1000),
  });
}

/** Throws 409 where the item is for others who have not reviewed it yet, unless the reviewer holds it. */
export async function refuseAssigned(
  ctx: Ctx,
  { id, lockedBy, lockedUntil }: { id: string; lockedBy: string | null; lockedUntil: Date | null },
  reviewer: string,
): Promise<void> {
  if (lockedBy === reviewer && lockedUntil !== null && lockedUntil > ctx.now()) return;
  if (await isItemForOthers(ctx, id, reviewer))
    throw new AppError('conflict', 'This item was given to somebody else. Take the next one.', { reason: 'assigned' });
}
