import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import type { AlertDelivery as Row } from '@/prisma/generated/client';
import { type Delivery, DeliveryOutcome, MESSAGE_EVENTS, type MessageEvent } from './schema';

export interface StoredDelivery {
  id: string;
  projectId: string;
  ruleId: string | null;
  webhookId: string | null;
  event: MessageEvent;
  url: string;
  body: string;
  attempts: number;
}

const eventOf = (row: Row): MessageEvent => MESSAGE_EVENTS.find((event) => event === row.event) ?? 'test';

const toStored = (row: Row): StoredDelivery => ({
  id: row.id,
  projectId: row.projectId,
  ruleId: row.ruleId,
  webhookId: row.webhookId,
  event: eventOf(row),
  url: row.url,
  body: row.body,
  attempts: row.attempts,
});

const MAILTO = 'mailto:';
export const mailUrl = (address: string): string => `${MAILTO}${address}`;
/** The address of a message that goes by mail; null of one for a webhook. */
export const mailAddressOf = (url: string): string | null => (url.startsWith(MAILTO) ? url.slice(MAILTO.length) : null);

const toDelivery = (row: Row): Delivery => ({
  id: row.id,
  event: eventOf(row),
  channel: mailAddressOf(row.url) === null ? 'webhook' : 'mail',
  host: mailAddressOf(row.url) ?? new URL(row.url).host,
  // The column holds one of the states: only this room writes it.
  state: row.state as Delivery['state'],
  attempts: row.attempts,
  outcome: DeliveryOutcome.nullable().parse(row.outcome),
  createdAt: row.createdAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
  dueAt: row.state === 'waiting' ? row.dueAt.toISOString() : null,
});

/** Puts a message in the line. With a lease, the caller sends it itself at once. */
export async function insertDelivery(
  ctx: Ctx,
  delivery: {
    projectId: string;
    ruleId: string | null;
    /** Of a project's webhook, instead of a rule. */
    webhookId?: string;
    incidentId: string | null;
    event: MessageEvent;
    url: string;
    bodyOf: (id: string) => string;
  },
  lease?: { id: string; ms: number },
): Promise<StoredDelivery> {
  const now = ctx.now();
  const id = uuid7(now.getTime());
  const { bodyOf, ...of } = delivery;
  const leased = lease && { lease: lease.id, leaseUntil: new Date(now.getTime() + lease.ms), attempts: 1 };
  const data = { ...of, id, body: bodyOf(id), createdAt: now, dueAt: now, ...leased };
  return toStored(await ctx.db.alertDelivery.create({ data }));
}

/** Leases the message that has waited for longest and counts the try; a try whose worker died is made again. System scope. */
export async function claimDelivery(ctx: Ctx, lease: { id: string; ms: number }): Promise<StoredDelivery | null> {
  const now = ctx.now();
  return ctx.begin(async (db) => {
    const [first] = await db.$queryRaw<{ id: string }[]>`
      select id from alert_deliveries where state = 'waiting' and due_at <= ${now}
        and (lease_until is null or lease_until < ${now})
      order by due_at, id limit 1 for update skip locked`;
    if (!first) return null;
    const leaseUntil = new Date(now.getTime() + lease.ms);
    const data = { lease: lease.id, leaseUntil, attempts: { increment: 1 } };
    return toStored(await db.alertDelivery.update({ where: { id: first.id }, data }));
  });
}

/** Ends a try, unless its lease was lost. Without `dueAt` the message has ended. */
export async function settleDelivery(
  ctx: Ctx,
  id: string,
  lease: string,
  end: { outcome: DeliveryOutcome; dueAt: Date | null },
): Promise<Delivery | null> {
  const { outcome, dueAt } = end;
  const isSent = outcome.result === 'sent';
  await ctx.db.alertDelivery.updateMany({
    where: { id, lease },
    data: {
      outcome,
      lease: null,
      leaseUntil: null,
      ...(dueAt === null ? { state: isSent ? 'sent' : 'failed', endedAt: ctx.now() } : { dueAt }),
    },
  });
  const row = await ctx.db.alertDelivery.findUnique({ where: { id } });
  return row && toDelivery(row);
}

const MOST = 200;

export async function listDeliveries(ctx: Ctx, incidentId: string): Promise<Delivery[]> {
  const rows = await ctx.db.alertDelivery.findMany({ where: { incidentId }, orderBy: { id: 'asc' }, take: MOST });
  return rows.map(toDelivery);
}

/** What went to a project's webhook, newest first. */
export async function listHookMessages(ctx: Ctx, webhookId: string, limit: number): Promise<Delivery[]> {
  const rows = await ctx.db.alertDelivery.findMany({ where: { webhookId }, orderBy: { id: 'desc' }, take: limit });
  return rows.map(toDelivery);
}

/** Removes messages of no incident: tests, and what went to projects' webhooks. */
export async function deleteOldTests(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.alertDelivery.deleteMany({ where: { incidentId: null, createdAt: { lt: before } } });
}
