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

/** Where the chain begins: the event before the first one. */
export const CHAIN_START = { id: 0n, hash: '0'.repeat(64) };

const hashOf = (previous: string, body: Record<string, unknown>) =>
  createHash('sha256').update(previous).update('\n').update(canonical(body)).digest('hex');

/**
 * Adds one event to the chain, inside the caller's transaction: hash = sha256(previous hash, newline, canonical JSON of the event).
 * Call it inside `inTransaction`, so that the change and its event stand or fall together.
 */
export async function audit(ctx: Ctx, entry: AuditEntry): Promise<void> {
  await ctx.db.$executeRaw`select pg_advisory_xact_lock(${AUDIT_LOCK}::bigint)`;
  const last = await ctx.db.auditEvent.findFirst({ orderBy: { id: 'desc' }, select: { hash: true } });
  const previousHash = last?.hash ?? CHAIN_START.hash;
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
      ...(before === null ? {} : { before }),
      ...(after === null ? {} : { after }),
      at: new Date(body.at),
      previousHash,
      hash: hashOf(previousHash, body),
    },
  });
}

export interface ChainLink {
  id: bigint;
  hash: string;
  /** `changed`: its content is not what its hash was made of; `unlinked`: it does not follow the event before it. */
  fault: 'changed' | 'unlinked' | null;
}

const PORTION = 1000;

/** Walks the chain behind an event, from its first one unless said, in portions, and ends with the first event that does not fit. */
export async function* walkAudit(
  ctx: Ctx,
  behind: { id: bigint; hash: string } = CHAIN_START,
): AsyncGenerator<ChainLink> {
  let last = behind;
  for (;;) {
    const page = await ctx.db.auditEvent.findMany({
      where: { id: { gt: last.id } },
      orderBy: { id: 'asc' },
      take: PORTION,
    });
    for (const row of page) {
      const { id, hash, previousHash, at, ...rest } = row;
      const isWhole = hash === hashOf(previousHash, { ...rest, at: at.toISOString() });
      const fault = !isWhole ? 'changed' : previousHash === last.hash ? null : 'unlinked';
      yield { id, hash, fault };
      if (fault) return;
      last = { id, hash };
    }
    if (page.length < PORTION) return;
  }
}
