import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import type { DeliveryOutcome } from '../alerts/schema';
import { MailContent } from '../alerts/schema';

export interface StoredMail {
  id: string;
  address: string;
  content: MailContent;
  attempts: number;
}

/** Puts a mail of a report in the line for each address. */
export async function insertMails(
  ctx: Ctx,
  of: { projectId: string; reportId: string },
  mailTo: readonly string[],
  contentOf: MailContent,
): Promise<void> {
  const now = ctx.now();
  await ctx.db.reportMail.createMany({
    data: mailTo.map((address) => ({ ...of, id: uuid7(now.getTime()), address, content: contentOf, dueAt: now })),
  });
}

/** Leases the mail that has waited for longest and counts the try. System scope. */
export async function claimMail(ctx: Ctx, lease: { id: string; ms: number }): Promise<StoredMail | null> {
  const now = ctx.now();
  return ctx.begin(async (db) => {
    const [first] = await db.$queryRaw<{ id: string }[]>`
      select id from report_mails where state = 'waiting' and due_at <= ${now}
        and (lease_until is null or lease_until < ${now})
      order by due_at, id limit 1 for update skip locked`;
    if (!first) return null;
    const leaseUntil = new Date(now.getTime() + lease.ms);
    const data = { lease: lease.id, leaseUntil, attempts: { increment: 1 } };
    const { id, address, content, attempts } = await db.reportMail.update({ where: { id: first.id }, data });
    return { id, address, content: MailContent.parse(content), attempts };
  });
}

/** Ends a try, unless its lease was lost. Without `dueAt` the mail has ended. */
export async function settleMail(
  ctx: Ctx,
  id: string,
  lease: string,
  { outcome, dueAt }: { outcome: DeliveryOutcome; dueAt: Date | null },
): Promise<void> {
  const end = dueAt === null ? { state: outcome.result === 'sent' ? 'sent' : 'failed' } : { dueAt };
  await ctx.db.reportMail.updateMany({
    where: { id, lease },
    data: { outcome, lease: null, leaseUntil: null, ...end },
  });
}
