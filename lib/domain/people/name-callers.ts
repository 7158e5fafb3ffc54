import type { Ctx } from '@/lib/platform/context';
import { findProjectRow } from './store';
import { listKeyNames, listPersonNames } from './store-persons';

/** Who stands behind the caller ids of a project's log: its keys, revoked ones too, and people. Unknown ids are left out. */
export async function nameCallers(
  ctx: Ctx,
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, { kind: 'key' | 'person'; name: string }>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const [keys, people] = await Promise.all([listKeyNames(ctx, projectId, wanted), listPersonNames(ctx, wanted)]);
  const callers = new Map<string, { kind: 'key' | 'person'; name: string }>();
  for (const { id, name } of people) callers.set(id, { kind: 'person', name });
  for (const { id, name } of keys) callers.set(id, { kind: 'key', name });
  return callers;
}

/** The slug of a project. */
export async function nameProject(ctx: Ctx, projectId: string): Promise<string> {
  return (await findProjectRow(ctx.db, projectId))?.slug ?? projectId;
}
