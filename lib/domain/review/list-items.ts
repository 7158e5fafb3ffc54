import type { Ctx } from '@/lib/platform/context';
import { isUuid } from '@/lib/platform/uuid7';
import { requireQueue } from './require';
import type { ItemPage } from './schema';
import { itemOfGold } from './show-gold';
import { plainItem } from './show-item';
import { namePersons } from './store-assignment';
import { findOpenAsk } from './store-gold';
import { findItemRow, listItemRows } from './store-items';

/** Items of a queue, a page at a time: what waits with the most useful first, or what is settled with the newest first. */
export async function listItems(
  ctx: Ctx,
  input: {
    id: string;
    state?: 'open' | 'disputed' | 'settled' | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<ItemPage> {
  const queue = await requireQueue(ctx, input.id, 'review.view');
  const after = input.cursor !== undefined && isUuid(input.cursor) ? await findItemRow(ctx, input.cursor) : null;
  const found = await listItemRows(ctx, { queueId: queue.id, state: input.state }, { after, limit: input.limit });
  const caller = 'id' in ctx.actor ? ctx.actor.id : null;
  // What the caller was asked stands in the list as any item that they hold.
  const isFirst = after === null && (input.state === undefined || input.state === 'open');
  const asked = isFirst && caller !== null ? await findOpenAsk(ctx, queue.id, caller) : null;
  const rows = asked ? [itemOfGold(ctx, asked, queue), ...found] : found;
  const now = ctx.now();
  const names = await namePersons(ctx, [...new Set(rows.flatMap(({ assignedTo }) => assignedTo))]);
  return {
    items: rows.map((item) => ({
      ...plainItem(item),
      isHeld: item.lockedUntil !== null && item.lockedUntil > now && item.lockedBy !== caller,
      assignedTo: item.assignedTo.map((id) => names.get(id) ?? id),
      isAssigned: caller !== null && item.assignedTo.includes(caller),
    })),
    nextCursor: found.length === input.limit ? (found.at(-1)?.id ?? null) : null,
  };
}
