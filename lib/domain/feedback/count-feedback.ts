import type { Ctx } from '@/lib/platform/context';
import { countVerdicts } from './store';

/** Verdicts given on a model in a window, for verbs that have asked for the permission already. */
export async function countFeedback(
  ctx: Ctx,
  input: { projectId: string; modelId: string; from: Date; to: Date },
): Promise<{ right: number; wrong: number }> {
  return countVerdicts(ctx, {
    projectId: input.projectId,
    modelId: input.modelId,
    createdAt: { gte: input.from, lt: input.to },
  });
}
