import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import type { AuditMessage as MessageRow, AuditReceiver as Row } from '@/prisma/generated/client';
import { DeliveryOutcome, MESSAGE_LANGUAGES, type MessageLanguage } from '../alerts/schema';
import { type AuditMessage, type AuditReceiver, RECEIVER_KINDS } from './schema';

export interface StoredReceiver {
  id: string;
  projectId: string;
  kind: AuditReceiver['kind'];
  address: string;
  secret: string | null;
  language: MessageLanguage;
  createdBy: string;
  createdAt: Date;
}

const toReceiver = (row: Row): StoredReceiver => ({
  id: row.id,
  projectId: row.projectId,
  kind: RECEIVER_KINDS.find((kind) => kind === row.kind) ?? 'mail',
  address: row.address,
  secret: row.secret,
  language: MESSAGE_LANGUAGES.find((language) => language === row.language) ?? 'en',
  createdBy: row.createdBy,
  createdAt: row.createdAt,
});

const toMessage = (row: MessageRow): AuditMessage => ({
  day: row.day.toISOString().slice(0, 10),
  // The column holds one of the states: only this room writes it.
  state: row.state as AuditMessage['state'],
  attempts: row.attempts,
  outcome: DeliveryOutcome.nullable().parse(row.outcome),
  endedAt: row.endedAt?.toISOString() ?? null,
});

/** Receivers of a project, or of all of them, oldest first. */
export async function listReceiverRows(ctx: Ctx, projectId: string | null): Promise<StoredReceiver[]> {
  const rows = await ctx.db.auditReceiver.findMany({
    where: projectId === null ? {} : { projectId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(toReceiver);
}

export async function findReceiver(ctx: Ctx, id: string): Promise<StoredReceiver | null> {
  const row = await ctx.db.auditReceiver.findUnique({ where: { id } });
  return row && toReceiver(row);
}

/** Null where the project has the address. */
export async function insertReceiver(
  tx: Ctx,
  receiver: Omit<StoredReceiver, 'id' | 'createdAt'>,
): Promise<StoredReceiver | null> {
  const id = uuid7(tx.now().getTime());
  await tx.db.auditReceiver.createMany({ data: { ...receiver, id, createdAt: tx.now() }, skipDuplicates: true });
  return findReceiver(tx, id);
}

/** What waits for it goes nowhere then. */
export async function deleteReceiver(tx: Ctx, id: string): Promise<void> {
  await tx.db.auditReceiver.delete({ where: { id } });
}

/** Receivers as they are shown, each with its newest message. */
export async function showReceivers(ctx: Ctx, receivers: readonly StoredReceiver[]): Promise<AuditReceiver[]> {
  const newest = await ctx.db.auditMessage.findMany({
    where: { receiverId: { in: receivers.map(({ id }) => id) } },
    orderBy: [{ receiverId: 'asc' }, { day: 'desc' }],
    distinct: ['receiverId'],
  });
  return receivers.map(({ id, kind, address, createdBy, createdAt }) => {
    const last = newest.find(({ receiverId }) => receiverId === id);
    const shown = kind === 'mail' ? address : new URL(address).host;
    return { id, kind, shown, createdBy, createdAt: createdAt.toISOString(), last: last ? toMessage(last) : null };
  });
}

/** Puts the head of a day in the line for each receiver. */
export async function insertMessages(tx: Ctx, day: string, receivers: readonly StoredReceiver[]): Promise<void> {
  const now = tx.now();
  await tx.db.auditMessage.createMany({
    data: receivers.map(({ id, projectId }) => ({
      ...{ id: uuid7(now.getTime()), projectId, receiverId: id },
      ...{ day: new Date(`${day}T00:00:00Z`), dueAt: now },
    })),
    skipDuplicates: true,
  });
}

export interface StoredMessage {
  id: string;
  day: string;
  attempts: number;
  receiver: StoredReceiver;
}

/** Leases the message that has waited for longest and counts the try. System scope. */
export async function claimMessage(ctx: Ctx, lease: { id: string; ms: number }): Promise<StoredMessage | null> {
  const now = ctx.now();
  return ctx.begin(async (db) => {
    const [first] = await db.$queryRaw<{ id: string }[]>`
      select id from audit_messages where state = 'waiting' and due_at <= ${now}
        and (lease_until is null or lease_until < ${now})
      order by due_at limit 1 for update skip locked`;
    if (!first) return null;
    const leaseUntil = new Date(now.getTime() + lease.ms);
    const data = { lease: lease.id, leaseUntil, attempts: { increment: 1 } };
    const row = await db.auditMessage.update({ where: { id: first.id }, data, include: { receiver: true } });
    return { id: row.id, day: toMessage(row).day, attempts: row.attempts, receiver: toReceiver(row.receiver) };
  });
}

/** Ends a try, unless its lease was lost. Without `dueAt` the message has ended. */
export async function settleMessage(
  ctx: Ctx,
  of: { id: string; lease: string },
  { outcome, dueAt }: { outcome: DeliveryOutcome; dueAt: Date | null },
): Promise<void> {
  const end = { state: outcome.result === 'sent' ? 'sent' : 'failed', endedAt: ctx.now() };
  await ctx.db.auditMessage.updateMany({
    where: of,
    data: { outcome, lease: null, leaseUntil: null, ...(dueAt === null ? end : { dueAt }) },
  });
}

/** Messages that ended long ago are forgotten; the newest of a receiver stays. System scope. */
export async function deleteOldMessages(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.$executeRaw`
    delete from audit_messages m where m.ended_at < ${before}
      and exists (select 1 from audit_messages n where n.receiver_id = m.receiver_id and n.day > m.day)`;
}
