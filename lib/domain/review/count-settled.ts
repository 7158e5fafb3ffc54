import type { Ctx } from '@/lib/platform/context';
import { countSettledRows } from './store-items';

/** How many rows of a model reviews gave a label, at the end of the hour in which they did; asks for no permission. */
export const countSettled = (
  ctx: Ctx,
  of: { projectId: string; modelId: string; from: Date; to: Date },
): Promise<{ at: Date; count: number }[]> => countSettledRows(ctx, of);
