import type { Ctx } from '@/lib/platform/context';
import { authorise } from './permission';
import type { AuditPage } from './schema';
import { listAuditRows } from './store-persons';

/** A project's events, newest first; `cursor` is the nextCursor of the page before. */
export async function listAuditEvents(
  ctx: Ctx,
  input: { projectId: string; cursor?: string | undefined; limit: number },
): Promise<AuditPage> {
  authorise(ctx.actor, 'audit.view', input.projectId);
  const events = await listAuditRows(ctx, input.projectId, {
    cursor: input.cursor === undefined ? null : BigInt(input.cursor),
    limit: input.limit,
  });
  return { events, nextCursor: events.length === input.limit ? (events.at(-1)?.id ?? null) : null };
}
