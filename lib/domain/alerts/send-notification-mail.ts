import { randomUUID } from 'node:crypto';
import type { Ctx } from '@/lib/platform/context';
import { claimNotificationMail, settleNotificationMail } from '../people';
import { Locale } from '../people/schema';
import { nextTry, sendMailOnce } from './send-mail-once';
import { writeNotificationMail } from './write-notification-mail';

const LEASE_MS = 30_000;

/** Sends the mail of a notification that has waited for longest, with the tries that messages of alerts have. System scope. */
export async function sendNotificationMail(ctx: Ctx, { publicUrl }: { publicUrl: string }): Promise<boolean> {
  const lease = { id: randomUUID(), ms: LEASE_MS };
  const mail = await claimNotificationMail(ctx, lease);
  if (!mail) return false;
  const language = Locale.safeParse(mail.language).data ?? 'en';
  const content = writeNotificationMail(mail.notification, { language, publicUrl });
  const outcome = await sendMailOnce(content, { id: mail.id, to: mail.address });
  const dueAt = nextTry(outcome, mail.attempts, ctx.now());
  await settleNotificationMail(
    ctx,
    { id: mail.id, lease: lease.id },
    { outcome, isSent: outcome.result === 'sent', dueAt },
  );
  return true;
}
