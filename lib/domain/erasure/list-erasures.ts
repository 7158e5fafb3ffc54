import type { Ctx } from '@/lib/platform/context';
import { authorise } from '../people';
import type { ErasureList } from './schema';
import { listErasureRows } from './store';

/** What was erased in a project, newest first. */
export async function listErasures(ctx: Ctx, { projectId }: { projectId: string }): Promise<ErasureList> {
  authorise(ctx.actor, 'privacy.erase', projectId);
  return { erasures: await listErasureRows(ctx, projectId) };
}
