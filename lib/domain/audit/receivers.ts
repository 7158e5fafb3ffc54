import { makeWebhookSecret } from '@/lib/engine/webhooks';
import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { mailSender } from '@/lib/platform/mail-sender';
import { isUuid } from '@/lib/platform/uuid7';
import { refuseClosedAddress } from '../alerts';
import { authorise } from '../people';
import {
  type AuditAnchors,
  type AuditHead,
  MAX_RECEIVERS,
  type NewAuditReceiver,
  type SavedAuditReceiver,
  SHOWN_HEADS,
} from './schema';
import { findHead, listHeads } from './store-heads';
import {
  deleteReceiver,
  findReceiver,
  insertMessages,
  insertReceiver,
  listReceiverRows,
  type StoredReceiver,
  showReceivers,
} from './store-receivers';

/** The newest daily heads of the installation's trail, and whom this project sends them to. */
export async function getAuditAnchors(ctx: Ctx, { projectId }: { projectId: string }): Promise<AuditAnchors> {
  authorise(ctx.actor, 'audit.view', projectId);
  return {
    heads: await listHeads(ctx, SHOWN_HEADS),
    receivers: await showReceivers(ctx, await listReceiverRows(ctx, projectId)),
    isMailSet: mailSender() !== null,
  };
}

/** The head of a UTC day, to be kept elsewhere. */
export async function getAuditHead(ctx: Ctx, input: { projectId: string; day: string }): Promise<AuditHead> {
  authorise(ctx.actor, 'audit.view', input.projectId);
  const head = await findHead(ctx, input.day);
  if (!head) throw notFound('audit head', input.day);
  return head;
}

/** Names somebody outside who gets every head, the newest one at once. The secret of a webhook is in the reply and is not shown again. */
export async function addAuditReceiver(
  ctx: Ctx,
  input: NewAuditReceiver & { projectId: string },
): Promise<SavedAuditReceiver> {
  const { projectId, kind, address, language } = input;
  authorise(ctx.actor, 'audit.manage', projectId);
  if (kind === 'webhook') refuseClosedAddress('address', address);
  return inTransaction(ctx, async (tx) => {
    if ((await listReceiverRows(tx, projectId)).length >= MAX_RECEIVERS)
      throw new AppError('limit_exceeded', `Heads go to ${MAX_RECEIVERS} receivers at most. Remove one first.`, {
        reason: 'too_many_receivers',
      });
    const secret = kind === 'webhook' ? makeWebhookSecret() : null;
    const of = { projectId, kind, address, language, secret, createdBy: actorName(ctx.actor) };
    const receiver = await insertReceiver(tx, of);
    if (!receiver) throw new AppError('conflict', 'Heads go to this address already.', { reason: 'receiver_taken' });
    await audit(tx, {
      action: 'audit-receiver.create',
      object: objectOf(receiver),
      projectId,
      after: forAudit(receiver),
    });
    const [head] = await listHeads(tx, 1);
    if (head) await insertMessages(tx, head.day, [receiver]);
    const [shown] = await showReceivers(tx, [receiver]);
    if (!shown) throw notFound('audit receiver', receiver.id);
    return { receiver: shown, secret };
  });
}

export async function removeAuditReceiver(ctx: Ctx, { id }: { id: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const receiver = isUuid(id) ? await findReceiver(tx, id) : null;
    if (!receiver) throw notFound('audit receiver', id.slice(0, 64));
    const { projectId } = receiver;
    authorise(tx.actor, 'audit.manage', projectId);
    await deleteReceiver(tx, receiver.id);
    await audit(tx, {
      action: 'audit-receiver.delete',
      object: objectOf(receiver),
      projectId,
      before: forAudit(receiver),
    });
  });
}

const objectOf = ({ id }: StoredReceiver) => `audit-receiver:${id}`;

/** Addresses are of people, and paths may be secrets: hosts say enough. */
const forAudit = ({ kind, address, language }: StoredReceiver) => ({
  kind,
  host: kind === 'mail' ? address.slice(address.lastIndexOf('@') + 1) : new URL(address).host,
  language,
});
