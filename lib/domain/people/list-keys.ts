import type { Ctx } from '@/lib/platform/context';
import { authorise } from './permission';
import type { ApiKey } from './schema';
import { listKeyRows } from './store';

export async function listKeys(ctx: Ctx, input: { projectId: string }): Promise<{ keys: ApiKey[] }> {
  authorise(ctx.actor, 'key.view', input.projectId);
  return { keys: await listKeyRows(ctx, input.projectId) };
}
