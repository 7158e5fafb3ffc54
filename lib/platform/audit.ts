import 'server-only';
import { createHash } from 'node:crypto';
import { actorName, type Ctx } from './context';

const AUDIT_LOCK = 724_110_204;

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? 'null';

export interface AuditEntry {
  action: string;
  object: string;
  projectId?: string | null;
  before?: unknown;
  after?: unknown;
}

const hashOf = (previous: string, body: Record<string, unknown>) =>
  createHash('sha256').update(previous).update('\n').update(canonical(body)).digest('hex');

/**
 * Adds one event to the chain, inside the caller's transaction: hash = sha256(previous hash, newline, canonical JSON of the event).
 * Call it inside `inTransaction`, so that the change and its event stand or fall together.
 */
export async function audit(ctx: Ctx, entry: AuditEntry): Promise<void> {
  await ctx.db.$executeRaw`select pg_advisory_xact_lock(${AUDIT_LOCK}::bigint)`;
  const last = await ctx.db.auditEvent.findFirst({ orderBy: { id: 'desc' }, select: { hash: true } });
  const previousHash = last?.hash ?? '0'.repeat(64);
  const body = {
    at: ctx.now().toISOString(),
    projectId: entry.projectId ?? ctx.projectId,
    actorKind: ctx.actor.kind,
    actorId: 'id' in ctx.actor ? ctx.actor.id : null,
    actorName: actorName(ctx.actor),
    action: entry.action,
    object: entry.object,
    before: (entry.before ?? null) as object | null,
    after: (entry.after ?? null) as object | null,
    requestId: ctx.requestId,
  };
  const { before, after, ...rest } = body;
  await ctx.db.auditEvent.create({
    data: {
      ...rest,
      ...(before ? { before } : {}),
      ...(after ? { after } : {}),
      at: new Date(body.at),
      previousHash,
      hash: hashOf(previousHash, body),
    },
  });
}

/** Walks the chain from the first event on. Returns the number of events, or the id of the first one that does not fit. */
export async function verifyAudit(ctx: Ctx): Promise<{ events: number; brokenAt: string | null }> {
  let previousHash = '0'.repeat(64);
  let events = 0;
  let after = 0n;
  for (;;) {
    const page = await ctx.db.auditEvent.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: 1000 });
    for (const row of page) {
      const body = {
        at: row.at.toISOString(),
        projectId: row.projectId,
        actorKind: row.actorKind,
        actorId: row.actorId,
        actorName: row.actorName,
        action: row.action,
        object: row.object,
        before: row.before,
        after: row.after,
        requestId: row.requestId,
      };
      if (row.previousHash !== previousHash || row.hash !== hashOf(previousHash, body))
        return { events, brokenAt: String(row.id) };
      previousHash = row.hash;
      events += 1;
      after = row.id;
    }
    if (page.length < 1000) return { events, brokenAt: null };
  }
}
