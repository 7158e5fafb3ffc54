import { sendMail } from '@/lib/engine/mail';
import { mailSender } from '@/lib/platform/mail-sender';
import { type DeliveryOutcome, MAX_ATTEMPTS, type MailContent } from './schema';

const TIMEOUT_MS = 10_000;
const MINUTE_MS = 60_000;
/** After the first, second … failure: six tries within an hour. */
const WAITS_MS = [1, 2, 7, 15, 35].map((minutes) => minutes * MINUTE_MS);
/** More tries do not change these. */
const FINAL = new Set<DeliveryOutcome['result']>(['sent', 'closed-address', 'webhook-gone', 'address-gone', 'refused']);

/** When a message is tried again after so many tries; null where it has ended. */
export function nextTry(
  { result }: DeliveryOutcome,
  attempts: number,
  now: Date,
  tries: number = MAX_ATTEMPTS,
): Date | null {
  if (FINAL.has(result) || attempts >= tries) return null;
  return new Date(now.getTime() + (WAITS_MS[attempts - 1] ?? MINUTE_MS));
}

/** One try of a mail. The server is the operator's own, so that it may lie inside the network. */
export async function sendMailOnce(content: MailContent, of: { id: string; to: string }): Promise<DeliveryOutcome> {
  const sender = mailSender();
  if (!sender) return { result: 'mail-off', status: null };
  const outcome = await sendMail({ ...sender, ...content, ...of, timeoutMs: TIMEOUT_MS });
  if (outcome.ok) return { result: 'sent', status: outcome.status };
  return { result: outcome.reason, status: 'status' in outcome ? outcome.status : null };
}
