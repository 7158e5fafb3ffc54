import { randomUUID } from 'node:crypto';
import type { Ctx } from '@/lib/platform/context';
import { postSigned } from './post-signed';
import { type Delivery, type DeliveryOutcome, MAX_ATTEMPTS, MailContent } from './schema';
import { nextTry, sendMailOnce } from './send-mail-once';
import { claimDelivery, mailAddressOf, type StoredDelivery, settleDelivery } from './store-deliveries';
import { findHookRow } from './store-hooks';
import { findRuleRow, type StoredRule } from './store-rules';

export const DELIVERY_LEASE_MS = 30_000;

/** Sends the message that has waited for longest. Returns false when none was due. System scope. */
export async function deliverNext(ctx: Ctx): Promise<boolean> {
  const lease = { id: randomUUID(), ms: DELIVERY_LEASE_MS };
  const delivery = await claimDelivery(ctx, lease);
  if (!delivery) return false;
  await tryDelivery(ctx, delivery, lease.id);
  return true;
}

/** One try of a leased message, and what follows from it. */
export async function tryDelivery(
  ctx: Ctx,
  delivery: StoredDelivery,
  lease: string,
  tries: number = MAX_ATTEMPTS,
): Promise<Delivery | null> {
  const outcome = await send(ctx, delivery);
  const dueAt = nextTry(outcome, delivery.attempts, ctx.now(), tries);
  return settleDelivery(ctx, delivery.id, lease, { outcome, dueAt });
}

async function send(ctx: Ctx, delivery: StoredDelivery): Promise<DeliveryOutcome> {
  const rule = delivery.ruleId === null ? null : await findRuleRow(ctx, delivery.ruleId);
  const address = mailAddressOf(delivery.url);
  if (address !== null) return mail(rule, delivery, address);
  const hook = delivery.webhookId === null ? null : await findHookRow(ctx, delivery.webhookId);
  return post(ctx, rule?.webhook ?? hook, delivery);
}

async function post(
  ctx: Ctx,
  target: { url: string; secret: string } | null,
  { id, event, url, body }: StoredDelivery,
): Promise<DeliveryOutcome> {
  // The address was taken out or changed since: what waited for it goes nowhere.
  if (target?.url !== url) return { result: 'webhook-gone', status: null };
  return postSigned(ctx, { id, event, url, body, secret: target.secret });
}

async function mail(rule: StoredRule | null, { id, body }: StoredDelivery, to: string): Promise<DeliveryOutcome> {
  if (!rule?.mailTo.includes(to)) return { result: 'address-gone', status: null };
  return sendMailOnce(MailContent.parse(JSON.parse(body)), { id, to });
}
