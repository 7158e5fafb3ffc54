import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { mailSender } from '@/lib/platform/mail-sender';
import { Locale, type NotificationPage } from './schema';
import {
  countUnread,
  findAddressee,
  insertNotification,
  insertNotificationMail,
  listNotificationRows,
  markRead,
  type NewNotification,
} from './store-notifications';

/**
 * Tells a person something inside the product, and by mail where they asked for it and the installation can. False where they do not belong
 * to the project any more. In the caller's transaction; system scope.
 */
export async function notify(tx: Ctx, given: NewNotification & { wantsMail: boolean }): Promise<boolean> {
  const { wantsMail, ...notification } = given;
  const person = await findAddressee(tx, { projectId: given.projectId, personId: given.personId });
  if (!person) return false;
  const notificationId = await insertNotification(tx, notification);
  if (wantsMail && mailSender() !== null)
    await insertNotificationMail(tx, {
      projectId: given.projectId,
      notificationId,
      address: person.email,
      language: Locale.safeParse(person.locale).data ?? 'en',
    });
  return true;
}

function callerOf({ actor }: Ctx): string {
  if (actor.kind !== 'person') throw new AppError('forbidden', 'This is about a person; a key is none.');
  return actor.id;
}

/** What the caller was told in the projects that they belong to, newest first. */
export async function listNotifications(
  ctx: Ctx,
  input: { cursor?: string | undefined; limit: number },
): Promise<NotificationPage> {
  const personId = callerOf(ctx);
  const [notifications, unread] = await Promise.all([
    listNotificationRows(ctx, personId, { cursor: input.cursor ?? null, limit: input.limit }),
    countUnread(ctx, personId),
  ]);
  const last = notifications.length === input.limit ? notifications.at(-1) : undefined;
  return { notifications, unread, nextCursor: last?.id ?? null };
}

/** Marks some of them as read, or all. Returns how many are still unread. */
export async function readNotifications(ctx: Ctx, input: { ids?: string[] | undefined }): Promise<{ unread: number }> {
  const personId = callerOf(ctx);
  await markRead(ctx, personId, input.ids ?? null);
  return { unread: await countUnread(ctx, personId) };
}
