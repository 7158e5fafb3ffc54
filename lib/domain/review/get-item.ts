import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { requireItem } from './require';
import type { ReviewItem } from './schema';
import { showItem } from './show-item';

/** An item; what was answered and what others said only where the caller may know it already. */
export async function getItem(ctx: Ctx, input: { id: string }): Promise<ReviewItem> {
  const item = await showItem(ctx, await requireItem(ctx, input.id, 'review.view'));
  if (!item) throw goneRow();
  return item;
}

export const goneRow = () =>
  new AppError('conflict', 'The row of this item is not in the log any more. Go on with the next one.', {
    reason: 'row_gone',
  });
