import { postWebhook, signatureOf } from '@/lib/engine/webhooks';
import type { Ctx } from '@/lib/platform/context';
import { env } from '@/lib/platform/env';
import { uuid7 } from '@/lib/platform/uuid7';
import { getModel } from '../registry';
import { claimOf } from './claim-of';
import { finishRun, problemOf } from './end-run';
import type { OutsideMethod, Pinned } from './schema';
import { claimForPipeline, offerRow } from './store-outside';
import { findWebhookSecret } from './store-recipes';
import type { StoredRun } from './store-runs';

const TIMEOUT_MS = 10_000;
const TRIES = 3;

/**
 * Lets a trainer outside go on with a run whose rows are pinned: a script of the user's own asks for it, a pipeline is told by a signed
 * message, three times at most. A pipeline that does not take the message fails the run. System scope.
 */
export async function offerRun(
  ctx: Ctx,
  run: StoredRun,
  { pinned, method, lease, publicUrl }: { pinned: Pinned; method: OutsideMethod; lease: string; publicUrl: string },
): Promise<void> {
  const offered = { ...run, pinned };
  if (method.algorithm === 'python') {
    if (!(await offerRow(ctx, { id: run.id, lease }))) await finishRun(ctx, run, lease, { state: 'stopped' });
    return;
  }
  const claim = uuid7();
  const now = ctx.now();
  const leaseUntil = new Date(now.getTime() + run.recipe.maxMinutes * 60_000);
  const trainer = {
    name: new URL(method.url).host,
    claimedAt: now.toISOString(),
    environment: {},
    measures: [],
    file: null,
  };
  // First, because the pipeline may answer before its reply to the message is there.
  if (!(await claimForPipeline(ctx, run, lease, { lease: claim, leaseUntil, trainer }))) {
    await finishRun(ctx, run, lease, { state: 'stopped' });
    return;
  }
  const { name } = await getModel(ctx, { model: run.modelId });
  const at = `${publicUrl}/api/training-callbacks/${claim}`;
  const body = JSON.stringify({
    event: 'training.requested',
    ...claimOf(offered, { claim, leaseUntil, modelName: name }),
    callbacks: { dataset: `${at}/dataset`, notes: `${at}/notes`, model: `${at}/model`, failure: `${at}/failure` },
  });
  const secret = (await findWebhookSecret(ctx, run.modelId)) ?? '';
  const outcome = await tell(ctx, { url: method.url, body, secret, id: run.id });
  if (outcome.ok) return;
  const problem =
    outcome.reason === 'status'
      ? problemOf('pipeline_refused', { status: outcome.status })
      : problemOf('pipeline_not_reached');
  await finishRun(ctx, run, claim, { state: 'failed', problem });
}

async function tell(ctx: Ctx, { url, body, secret, id }: { url: string; body: string; secret: string; id: string }) {
  for (let tries = 1; ; tries++) {
    const timestamp = Math.floor(ctx.now().getTime() / 1000);
    const outcome = await postWebhook({
      url,
      body,
      timeoutMs: TIMEOUT_MS,
      allowPrivate: env().ALERT_PRIVATE_TARGETS,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Implanta',
        'x-implanta-event': 'training.requested',
        'x-implanta-delivery': id,
        'x-implanta-timestamp': String(timestamp),
        'x-implanta-signature': signatureOf(secret, timestamp, body),
      },
    });
    if (outcome.ok || tries === TRIES || (outcome.reason === 'status' && outcome.status < 500)) return outcome;
  }
}
