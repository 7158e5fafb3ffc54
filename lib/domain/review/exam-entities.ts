import type { Ctx } from '@/lib/platform/context';
import { listExamHashes } from './store-items';

/** Hashes of the entities of a model that reviews have an exam row of, settled or not: nothing may be trained on them. */
export const listExamEntities = async (ctx: Ctx, of: { projectId: string; modelId: string }): Promise<Set<string>> =>
  new Set(await listExamHashes(ctx, of));
