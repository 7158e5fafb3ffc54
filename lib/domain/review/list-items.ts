import type { Ctx } from '@/lib/platform/context';
import { isUuid } from '@/lib/platform/uuid7';
import { requireQueue } from './require';
import type { ItemPage } from './schema';
import { plainItem } from './show-item';
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
  const rows = await listItemRows(ctx, { queueId: queue.id, state: input.state }, { after, limit: input.limit });
  const caller = 'id' in ctx.actor ? ctx.actor.id : null;
  const now = ctx.now();
  return {
    items: rows.map((item) => ({
      ...plainItem(item),
      isHeld: item.lockedUntil !== null && item.lockedUntil > now && item.lockedBy !== caller,
    })),
    nextCursor: rows.length === input.limit ? (rows.at(-1)?.id ?? null) : null,
  };
}
