import { postWebhook, signatureOf } from '@/lib/engine/webhooks';
import type { Ctx } from '@/lib/platform/context';
import { env } from '@/lib/platform/env';
import type { DeliveryOutcome } from './schema';

const TIMEOUT_MS = 10_000;

/** One try of a message to a webhook, signed with its secret. `id` is the same in every try. */
export async function postSigned(
  ctx: Ctx,
  { id, event, url, body, secret }: { id: string; event: string; url: string; body: string; secret: string },
): Promise<DeliveryOutcome> {
  const timestamp = Math.floor(ctx.now().getTime() / 1000);
  const outcome = await postWebhook({
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
      'x-implanta-signature': signatureOf(secret, timestamp, body),
    },
  });
  if (outcome.ok) return { result: 'sent', status: outcome.status };
  return { result: outcome.reason, status: outcome.reason === 'status' ? outcome.status : null };
}
