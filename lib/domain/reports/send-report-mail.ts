import { randomUUID } from 'node:crypto';
import type { Ctx } from '@/lib/platform/context';
import { nextTry, sendMailOnce } from '../alerts';
import { claimMail, settleMail } from './store-mails';

const LEASE_MS = 30_000;

/** Sends the mail of a report that has waited for longest, with the tries that messages of alerts have. System scope. */
export async function sendReportMail(ctx: Ctx): Promise<boolean> {
  const lease = { id: randomUUID(), ms: LEASE_MS };
  const mail = await claimMail(ctx, lease);
  if (!mail) return false;
  const { id, address, content, attempts } = mail;
  const outcome = await sendMailOnce(content, { id, to: address });
  await settleMail(ctx, id, lease.id, { outcome, dueAt: nextTry(outcome, attempts, ctx.now()) });
  return true;
}
