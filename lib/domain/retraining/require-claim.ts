import { timingSafeEqual } from 'node:crypto';
import { signatureOf } from '@/lib/engine/webhooks';
import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { authorise } from '../people';
import { holdClaimed } from './store-outside';
import { findWebhookSecret } from './store-recipes';
import type { StoredRun } from './store-runs';

/** Seconds that a clock may be wrong by. */
const MOST_SKEW_S = 300;

/** The run that a trainer has by its claim. Throws 404 where it is over, was stopped, or is another trainer's by now. */
export async function requireClaim(ctx: Ctx, claim: string): Promise<{ run: StoredRun; leaseUntil: Date }> {
  const held = await holdClaimed(ctx, claim);
  if (!held)
    throw new AppError(
      'not_found',
      'This claim is over: the run has ended, was stopped, or was given to another trainer. Stop working on it.',
      { reason: 'claim_is_over' },
    );
  authorise(ctx.actor, 'training.manage', held.run.projectId);
  return held;
}

/** What a pipeline sends along: seconds since 1970, and `sha256=` with the HMAC of timestamp, dot and what is signed. */
export interface PipelineSignature {
  timestamp: string | null;
  signature: string | null;
}

/**
 * The rights of a pipeline that has a run, by its signature over `signed` (the body; of a file its sha256; of a download the claim). Throws
 * 404 for an unknown claim, 401 where the signature does not fit or is five minutes off.
 */
export async function asPipeline(
  system: Ctx,
  { claim, signed, timestamp, signature }: PipelineSignature & { claim: string; signed: string },
): Promise<Ctx> {
  const ctx: Ctx = { ...system, actor: { kind: 'system', name: 'pipeline' } };
  const { run } = await requireClaim(ctx, claim);
  const secret = await findWebhookSecret(ctx, run.modelId);
  const seconds = Number(timestamp);
  if (secret === null || timestamp === null || signature === null || !/^\d{1,12}$/.test(timestamp))
    throw refused('Send x-implanta-timestamp and x-implanta-signature, made with the secret of the training recipe.');
  if (Math.abs(ctx.now().getTime() / 1000 - seconds) > MOST_SKEW_S)
    throw refused('The timestamp is more than five minutes off. Sign each call when you send it.');
  const [given, wanted] = [Buffer.from(signature), Buffer.from(signatureOf(secret, seconds, signed))];
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw refused('The signature does not fit. It is made over the timestamp, a dot and what is signed.');
  return ctx;
}

const refused = (message: string) => new AppError('unauthenticated', message, { reason: 'bad_signature' });
