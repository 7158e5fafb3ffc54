import type { Ctx } from '@/lib/platform/context';
import type { Permission } from '../people';
import { currentGold, findOwnGold } from './ask-gold';
import { goneRow } from './gone-row';
import { requireItem } from './require';
import type { ReviewItem } from './schema';
import { showItem } from './show-item';

/** An item; what was answered and what others said only where the caller may know it already. */
export async function getItem(ctx: Ctx, input: { id: string }): Promise<ReviewItem> {
  const gold = await findOwnGold(ctx, input.id);
  return gold ? currentGold(ctx, gold) : currentItem(ctx, input.id, 'review.view');
}

/** An item as it is now, for whoever has the permission. */
export async function currentItem(ctx: Ctx, id: string, permission: Permission): Promise<ReviewItem> {
  const item = await showItem(ctx, await requireItem(ctx, id, permission));
  if (!item) throw goneRow();
  return item;
}
