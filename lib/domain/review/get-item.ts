import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import type { Permission } from '../people';
import { requireItem } from './require';
import type { ReviewItem } from './schema';
import { showItem } from './show-item';

/** An item; what was answered and what others said only where the caller may know it already. */
export async function getItem(ctx: Ctx, input: { id: string }): Promise<ReviewItem> {
  return currentItem(ctx, input.id, 'review.view');
}

/** An item as it is now, for whoever has the permission. */
export async function currentItem(ctx: Ctx, id: string, permission: Permission): Promise<ReviewItem> {
  const item = await showItem(ctx, await requireItem(ctx, id, permission));
  if (!item) throw goneRow();
  return item;
}

export const goneRow = () =>
  new AppError('conflict', 'The row of this item is not in the log any more. Go on with the next one.', {
    reason: 'row_gone',
  });
