import { z } from 'zod';
import { DeliveryOutcome, MailAddress, MESSAGE_LANGUAGES, Webhook } from '../alerts/schema';

export const HEAD_FORMAT = 'implanta-audit-head-1';

/** The end of the chain of events on a UTC day, as somebody outside keeps it. */
export const SignedHead = z.object({
  format: z.literal(HEAD_FORMAT),
  at: z.iso.datetime(),
  /** Id of the last event. */
  event: z.string().regex(/^\d{1,18}$/),
  /** Events of the chain up to it, of the whole installation. */
  events: z.int(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Ed25519, base64: the key in its SPKI form, the signature as its 64 bytes. */
  publicKey: z.string().max(200),
  signature: z.string().max(200),
});
export type SignedHead = z.infer<typeof SignedHead>;

export const AuditHead = SignedHead.extend({
  day: z.iso.date(),
  /** The first 16 hex digits of the SHA-256 of the public key. */
  fingerprint: z.string(),
});
export type AuditHead = z.infer<typeof AuditHead>;

/** Receivers of a project at most. */
export const MAX_RECEIVERS = 10;
export const RECEIVER_KINDS = ['mail', 'webhook'] as const;

const language = z.enum(MESSAGE_LANGUAGES).default('en');
export const NewAuditReceiver = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mail'), address: MailAddress, language }),
  z.strictObject({ kind: z.literal('webhook'), address: Webhook.shape.url, language }),
]);
export type NewAuditReceiver = z.infer<typeof NewAuditReceiver>;

export const AuditMessage = z.object({
  day: z.iso.date(),
  state: z.enum(['waiting', 'sent', 'failed']),
  attempts: z.int(),
  outcome: DeliveryOutcome.nullable(),
  endedAt: z.iso.datetime().nullable(),
});
export type AuditMessage = z.infer<typeof AuditMessage>;

export const AuditReceiver = z.object({
  id: z.uuid(),
  kind: z.enum(RECEIVER_KINDS),
  /** The address of the mail; of a webhook its host, since the path may be a secret. */
  shown: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  /** The newest head that was sent to it, or waits to be. */
  last: AuditMessage.nullable(),
});
export type AuditReceiver = z.infer<typeof AuditReceiver>;
/** `secret` signs what goes to a webhook, and is shown this once; null for mail. */
export const SavedAuditReceiver = z.object({ receiver: AuditReceiver, secret: z.string().nullable() });
export type SavedAuditReceiver = z.infer<typeof SavedAuditReceiver>;

/** Heads that the list shows. */
export const SHOWN_HEADS = 30;
export const AuditAnchors = z.object({
  /** Newest first. */
  heads: z.array(AuditHead),
  receivers: z.array(AuditReceiver),
  /** False where no SMTP_URL is set: no mail goes out. */
  isMailSet: z.boolean(),
});
export type AuditAnchors = z.infer<typeof AuditAnchors>;

/** What does not fit, in the order of the chain; heads that nobody can have signed come last. */
export type TrailFault =
  /** Its content is not what its hash was made of. */
  | { kind: 'changed'; event: string }
  /** It does not follow the event before it: one was taken out, put in or moved there. */
  | { kind: 'unlinked'; event: string }
  /** A head names an event that is not there any more. */
  | { kind: 'gone'; event: string; day: string; last: string | null }
  /** A head gives the event another hash, or another number of events up to it. */
  | { kind: 'rewritten'; event: string; day: string }
  | { kind: 'bad-signature'; day: string }
  /** Signed, with a key that is not this installation's and that no kept head vouches for. */
  | { kind: 'other-key'; day: string; fingerprint: string };

export interface TrailVerdict {
  /** Whole events from the first on. */
  events: number;
  heads: number;
  lastHead: string | null;
  faults: TrailFault[];
}
