import type { Ctx } from '@/lib/platform/context';
import { deleteKeysBefore } from './store-keys';

const KEPT_MS = 24 * 3_600_000;

/** Removes idempotency keys after the 24 hours for which they are promised. Returns how many. */
export const sweepIdempotencyKeys = (ctx: Ctx): Promise<number> =>
  deleteKeysBefore(ctx, new Date(ctx.now().getTime() - KEPT_MS));
