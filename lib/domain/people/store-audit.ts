import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { AuditEvent as Row } from '@/prisma/generated/client';
import { reasonOf } from './reason-of';
import type { AuditChoices, AuditEvent, AuditFilter } from './schema';

const MOST_CHOICES = 200;

const toEvent = (row: Row): AuditEvent => ({
  id: String(row.id),
  at: row.at.toISOString(),
  actorKind: row.actorKind,
  actorId: row.actorId,
  actorName: row.actorName,
  action: row.action,
  object: row.object,
  before: row.before,
  after: row.after,
  reason: reasonOf(row.after),
  requestId: row.requestId,
  previousHash: row.previousHash,
  hash: row.hash,
});

const whereOf = (projectId: string, { who, action, object, from, to }: AuditFilter) => ({
  projectId,
  ...(who === undefined ? {} : { actorName: { contains: who, mode: 'insensitive' as const } }),
  ...(action === undefined ? {} : { action }),
  ...(object === undefined ? {} : { object: { contains: object, mode: 'insensitive' as const } }),
  ...(from === undefined && to === undefined
    ? {}
    : {
        at: {
          ...(from === undefined ? {} : { gte: new Date(from) }),
          ...(to === undefined ? {} : { lt: new Date(to) }),
        },
      }),
});

/** Newest first, from before `cursor` (an event's id). */
export async function listAuditRows(
  ctx: Ctx,
  projectId: string,
  filter: AuditFilter,
  page: { cursor: bigint | null; limit: number },
): Promise<AuditEvent[]> {
  const rows = await ctx.db.auditEvent.findMany({
    where: { ...whereOf(projectId, filter), ...(page.cursor === null ? {} : { id: { lt: page.cursor } }) },
    orderBy: { id: 'desc' },
    take: page.limit,
  });
  return rows.map(toEvent);
}

/** Oldest first, in portions. */
export async function* readAuditRows(
  ctx: Ctx,
  projectId: string,
  filter: AuditFilter,
  portion: number,
): AsyncGenerator<AuditEvent[]> {
  for (let after = 0n; ; ) {
    const rows = await ctx.db.auditEvent.findMany({
      where: { ...whereOf(projectId, filter), id: { gt: after } },
      orderBy: { id: 'asc' },
      take: portion,
    });
    yield rows.map(toEvent);
    const last = rows.at(-1);
    if (!last || rows.length < portion) return;
    after = last.id;
  }
}

/** Names and actions of a project's events, by alphabet; the first 200 of each. */
export async function listAuditWords(ctx: Ctx, projectId: string): Promise<AuditChoices> {
  const [people, actions] = await Promise.all([
    ctx.db.auditEvent.groupBy({
      by: ['actorName'],
      where: { projectId },
      orderBy: { actorName: 'asc' },
      take: MOST_CHOICES,
    }),
    ctx.db.auditEvent.groupBy({ by: ['action'], where: { projectId }, orderBy: { action: 'asc' }, take: MOST_CHOICES }),
  ]);
  return { people: people.map(({ actorName }) => actorName), actions: actions.map(({ action }) => action) };
}
