import { CHAIN_START, walkAudit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { signHead } from './head-signature';
import type { AuditHead } from './schema';
import { findEventHash, findHead, insertHead, listHeads } from './store-heads';
import { insertMessages, listReceiverRows } from './store-receivers';

/** Messages of a head are of all projects at once. */
const ALL_PROJECTS = null;

/**
 * Makes the head of the UTC day, once a day and of one worker, and puts it in the line of every receiver. What came since the head before is
 * walked first: a chain that does not fit is never signed. Returns false when there is nothing to do. System scope.
 */
export async function makeDueHead(ctx: Ctx, { key }: { key: string }): Promise<boolean> {
  const now = ctx.now();
  const day = now.toISOString().slice(0, 10);
  if (await findHead(ctx, day)) return false;
  const [before] = await listHeads(ctx, 1);
  const end = await walkSince(ctx, before);
  if (!end) return false;
  const { id, hash, events } = end;
  const head = signHead(key, { at: now.toISOString(), event: String(id), events, hash });
  return inTransaction(ctx, async (tx) => {
    if (!(await insertHead(tx, day, head))) return false;
    await insertMessages(tx, day, await listReceiverRows(tx, ALL_PROJECTS));
    return true;
  });
}

/** The end of the chain; null while nothing has happened yet. */
async function walkSince(
  ctx: Ctx,
  before: AuditHead | undefined,
): Promise<{ id: bigint; hash: string; events: number } | null> {
  if (before && (await findEventHash(ctx, before.event)) !== before.hash) throw broken(before.event);
  let end = before
    ? { id: BigInt(before.event), hash: before.hash, events: before.events }
    : { ...CHAIN_START, events: 0 };
  for await (const { id, hash, fault } of walkAudit(ctx, end)) {
    if (fault) throw broken(String(id));
    end = { id, hash, events: end.events + 1 };
  }
  return end.events === 0 ? null : end;
}

const broken = (event: string) =>
  new AppError(
    'internal',
    `The audit trail does not fit at event ${event}, so that no head of it is signed. Run "audit verify".`,
  );
