import type { Ctx } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { authorise, type Permission } from '../people';
import { findItemRow, type StoredItem } from './store-items';
import { findQueueRow, type StoredQueue } from './store-queues';

/** The queue, for who has the permission in its project; else 404 or 403. */
export async function requireQueue(ctx: Ctx, id: string, permission: Permission): Promise<StoredQueue> {
  const queue = await findQueueRow(ctx, id);
  if (!queue) throw notFound('review queue', id);
  authorise(ctx.actor, permission, queue.projectId);
  return queue;
}

/** The item with its queue, for who has the permission in its project; else 404 or 403. */
export async function requireItem(
  ctx: Ctx,
  id: string,
  permission: Permission,
): Promise<{ item: StoredItem; queue: StoredQueue }> {
  const item = await findItemRow(ctx, id);
  if (!item) throw notFound('review item', id);
  return { item, queue: await requireQueue(ctx, item.queueId, permission) };
}

/** Who reviews: a person or a key; the system does not. */
export function reviewerOf({ actor }: Pick<Ctx, 'actor'>): { id: string; name: string } {
  if (!('id' in actor)) throw new AppError('forbidden', 'Reviews are given by people and keys.');
  return { id: actor.id, name: actor.name };
}
