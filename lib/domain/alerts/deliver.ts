import { randomUUID } from 'node:crypto';
import { type PostOutcome, postWebhook, signatureOf } from '@/lib/engine/webhooks';
import type { Ctx } from '@/lib/platform/context';
import { env } from '@/lib/platform/env';
import { type Delivery, type DeliveryOutcome, MAX_ATTEMPTS } from './schema';
import { claimDelivery, type StoredDelivery, settleDelivery } from './store-deliveries';
import { findRuleRow } from './store-rules';

const TIMEOUT_MS = 10_000;
export const DELIVERY_LEASE_MS = 30_000;
const MINUTE_MS = 60_000;
/** After the first, second … failure: six tries within an hour. */
const WAITS_MS = [1, 2, 7, 15, 35].map((minutes) => minutes * MINUTE_MS);
/** More tries do not change these. */
const FINAL = new Set<DeliveryOutcome['result']>(['closed-address', 'webhook-gone']);

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
  const isEnd = outcome.result === 'sent' || FINAL.has(outcome.result) || delivery.attempts >= tries;
  const waitMs = WAITS_MS[delivery.attempts - 1] ?? MINUTE_MS;
  const dueAt = isEnd ? null : new Date(ctx.now().getTime() + waitMs);
  return settleDelivery(ctx, delivery.id, lease, { outcome, dueAt });
}

async function send(ctx: Ctx, { id, ruleId, event, url, body }: StoredDelivery): Promise<DeliveryOutcome> {
  const rule = ruleId === null ? null : await findRuleRow(ctx, ruleId);
  // The address was taken out or changed since: what waited for it goes nowhere.
  if (rule?.webhook?.url !== url) return { result: 'webhook-gone', status: null };
  const timestamp = Math.floor(ctx.now().getTime() / 1000);
  return toOutcome(
    await postWebhook({
      url,
      body,
      timeoutMs: TIMEOUT_MS,
      allowPrivate: env().ALERT_PRIVATE_TARGETS,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Implanta',
        'x-implanta-event': event,
        'x-implanta-delivery': id,
        'x-implanta-timestamp': String(timestamp),
        'x-implanta-signature': signatureOf(rule.webhook.secret, timestamp, body),
      },
    }),
  );
}

function toOutcome(outcome: PostOutcome): DeliveryOutcome {
  if (outcome.ok) return { result: 'sent', status: outcome.status };
  return { result: outcome.reason, status: outcome.reason === 'status' ? outcome.status : null };
}
