import type { Ctx } from '@/lib/platform/context';
import { deleteOldCrashes } from './store-crashes';

const KEPT_MS = 400 * 86_400_000;

/** Forgets deaths of runners after 400 days. System scope. */
export const sweepCrashes = (ctx: Ctx): Promise<void> => deleteOldCrashes(ctx, new Date(ctx.now().getTime() - KEPT_MS));
