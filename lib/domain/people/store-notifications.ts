import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { Notification } from './schema';

export interface NewNotification extends Pick<Notification, 'kind' | 'values' | 'link'> {
  projectId: string;
  personId: string;
}

const toNotification = (row: {
  id: string;
  kind: string;
  values: unknown;
  link: string;
  createdAt: Date;
  readAt: Date | null;
}): Notification =>
  Notification.parse({
    ...row,
    createdAt: row.createdAt.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
  });

/** Who a message would reach: a person of the project whose account is open, or null. System scope. */
export async function findAddressee(
  ctx: Ctx,
  of: { projectId: string; personId: string },
): Promise<{ email: string; locale: string | null } | null> {
  const found = await ctx.db.membership.findUnique({
    where: { projectId_personId: of },
    include: { person: { select: { email: true, locale: true, disabledAt: true } } },
  });
  return found && found.person.disabledAt === null ? found.person : null;
}

export async function insertNotification(ctx: Ctx, notification: NewNotification): Promise<string> {
  const now = ctx.now();
  const id = uuid7(now.getTime());
  await ctx.db.notification.create({ data: { id, ...notification, createdAt: now } });
  return id;
}

export async function insertNotificationMail(
  ctx: Ctx,
  mail: { projectId: string; notificationId: string; address: string; language: 'en' | 'pt-BR' },
): Promise<void> {
  const now = ctx.now();
  await ctx.db.notificationMail.create({ data: { id: uuid7(now.getTime()), ...mail, dueAt: now } });
}

export async function listNotificationRows(
  ctx: Ctx,
  personId: string,
  page: { cursor: string | null; limit: number },
): Promise<Notification[]> {
  const rows = await ctx.db.notification.findMany({
    where: { personId, ...(page.cursor === null ? {} : { id: { lt: page.cursor } }) },
    orderBy: { id: 'desc' },
    take: page.limit,
  });
  return rows.map(toNotification);
}

export async function countUnread(ctx: Ctx, personId: string): Promise<number> {
  return ctx.db.notification.count({ where: { personId, readAt: null } });
}

export async function markRead(ctx: Ctx, personId: string, ids: readonly string[] | null): Promise<void> {
  await ctx.db.notification.updateMany({
    where: { personId, readAt: null, ...(ids === null ? {} : { id: { in: [...ids] } }) },
    data: { readAt: ctx.now() },
  });
}

export interface ClaimedMail {
  id: string;
  address: string;
  language: string;
  attempts: number;
  notification: Notification;
}

/** Leases the mail of a notification that has waited for longest and counts the try. System scope. */
export async function claimNotificationMail(ctx: Ctx, lease: { id: string; ms: number }): Promise<ClaimedMail | null> {
  const now = ctx.now();
  return ctx.begin(async (db) => {
    const [first] = await db.$queryRaw<{ id: string }[]>`
      select id from notification_mails where state = 'waiting' and due_at <= ${now}
        and (lease_until is null or lease_until < ${now})
      order by due_at, id limit 1 for update skip locked`;
    if (!first) return null;
    const leaseUntil = new Date(now.getTime() + lease.ms);
    const data = { lease: lease.id, leaseUntil, attempts: { increment: 1 } };
    const mail = await db.notificationMail.update({ where: { id: first.id }, data });
    const notification = await db.notification.findUniqueOrThrow({ where: { id: mail.notificationId } });
    const { id, address, language, attempts } = mail;
    return { id, address, language, attempts, notification: toNotification(notification) };
  });
}

/** Ends a try, unless its lease was lost. Without `dueAt` the mail has ended. */
export async function settleNotificationMail(
  ctx: Ctx,
  of: { id: string; lease: string },
  { outcome, isSent, dueAt }: { outcome: object; isSent: boolean; dueAt: Date | null },
): Promise<void> {
  const end = dueAt === null ? { state: isSent ? 'sent' : 'failed' } : { dueAt };
  await ctx.db.notificationMail.updateMany({ where: of, data: { outcome, lease: null, leaseUntil: null, ...end } });
}

/** Deletes what people were told about rows, by their ids, and its mails that wait. Returns how many. */
export async function eraseNotifications(tx: Ctx, projectId: string, rowIds: readonly string[]): Promise<number> {
  const told = await tx.db.$queryRaw<{ id: string }[]>`
    delete from notifications where project_id = ${projectId}::uuid
      and substring(link from '/predictions/([0-9a-f-]{36}[.][0-9]+)') = any(${[...rowIds]}::text[])
    returning id`;
  await tx.db.$executeRaw`
    delete from notification_mails where project_id = ${projectId}::uuid and notification_id = any(${told.map(({ id }) => id)}::uuid[])`;
  return told.length;
}
