import type { Ctx } from '@/lib/platform/context';
import { authorise } from './permission';
import type { AuditChoices, AuditFilter, AuditPage } from './schema';
import { listAuditRows, listAuditWords } from './store-audit';

/** A project's events that fit the filter, newest first; `cursor` is the nextCursor of the page before. */
export async function listAuditEvents(
  ctx: Ctx,
  input: AuditFilter & { projectId: string; cursor?: string | undefined; limit: number },
): Promise<AuditPage> {
  const { projectId, cursor, limit, ...filter } = input;
  authorise(ctx.actor, 'audit.view', projectId);
  const page = { cursor: cursor === undefined ? null : BigInt(cursor), limit };
  const events = await listAuditRows(ctx, projectId, filter, page);
  return { events, nextCursor: events.length === limit ? (events.at(-1)?.id ?? null) : null };
}

/** What the events of a project can be filtered by. */
export async function listAuditChoices(ctx: Ctx, { projectId }: { projectId: string }): Promise<AuditChoices> {
  authorise(ctx.actor, 'audit.view', projectId);
  return listAuditWords(ctx, projectId);
}
