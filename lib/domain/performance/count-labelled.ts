import type { Ctx } from '@/lib/platform/context';
import { countLabelledDays } from './store';

/** How many rows of a model have a label, at the end of each whole day that they are of; asks for no permission. */
export const countLabelled = (
  ctx: Ctx,
  of: { projectId: string; modelId: string; from: Date; to: Date },
): Promise<{ at: Date; count: number }[]> => countLabelledDays(ctx, of);
