import { randomUUID } from 'node:crypto';
import type { Ctx } from '@/lib/platform/context';
import { nextTry, postSigned, sendMailOnce } from '../alerts';
import type { DeliveryOutcome } from '../alerts/schema';
import { nameProject } from '../people';
import { SignedHead } from './schema';
import { findHead } from './store-heads';
import { claimMessage, deleteOldMessages, type StoredMessage, settleMessage } from './store-receivers';
import { writeHeadMail } from './write-head-mail';

const LEASE_MS = 30_000;
const KEPT_MS = 90 * 86_400_000;

/** Sends the head that has waited for longest to its receiver, with the tries that messages of alerts have. System scope. */
export async function sendHead(ctx: Ctx, { publicUrl }: { publicUrl: string }): Promise<boolean> {
  const lease = randomUUID();
  const message = await claimMessage(ctx, { id: lease, ms: LEASE_MS });
  if (!message) return false;
  const outcome = await send(ctx, message, publicUrl);
  const dueAt = nextTry(outcome, message.attempts, ctx.now());
  await settleMessage(ctx, { id: message.id, lease }, { outcome, dueAt });
  return true;
}

async function send(ctx: Ctx, { id, day, receiver }: StoredMessage, publicUrl: string): Promise<DeliveryOutcome> {
  const { kind, address, secret, language } = receiver;
  const found = await findHead(ctx, day);
  if (!found) throw new Error(`There is no head of ${day}, though a message of it waits.`);
  const head = SignedHead.parse(found);
  const project = await nameProject(ctx, receiver.projectId);
  if (kind === 'mail')
    return sendMailOnce(writeHeadMail(head, { language, url: `${publicUrl}/p/${project}/events` }), {
      id,
      to: address,
    });
  return postSigned(ctx, {
    ...{ id, event: 'audit.head', url: address, secret: secret ?? '' },
    body: JSON.stringify({ id, event: 'audit.head', project, head }),
  });
}

/** What was sent to receivers is kept for 90 days, and the newest of each for good. System scope. */
export const sweepAuditMessages = (ctx: Ctx): Promise<void> =>
  deleteOldMessages(ctx, new Date(ctx.now().getTime() - KEPT_MS));
