import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { postSigned } from '../alerts';
import type { DeliveryOutcome } from '../alerts/schema';
import { getModel } from '../registry';
import { claimOf, newTrainer } from './claim-of';
import { finishRun, problemOf } from './end-run';
import type { OutsideMethod, Pinned } from './schema';
import { claimForPipeline, offerRow } from './store-outside';
import { findWebhookSecret } from './store-recipes';
import type { StoredRun } from './store-runs';

const EVENT = 'training.requested';
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
  const trainer = newTrainer(new URL(method.url).host, now);
  // First, because the pipeline may answer before its reply to the message is there.
  if (!(await claimForPipeline(ctx, run, lease, { lease: claim, leaseUntil, trainer }))) {
    await finishRun(ctx, run, lease, { state: 'stopped' });
    return;
  }
  const { name } = await getModel(ctx, { model: run.modelId });
  const at = `${publicUrl}/api/training-callbacks/${claim}`;
  const body = JSON.stringify({
    event: EVENT,
    ...claimOf(offered, { claim, leaseUntil, modelName: name }),
    callbacks: { dataset: `${at}/dataset`, notes: `${at}/notes`, model: `${at}/model`, failure: `${at}/failure` },
  });
  const secret = (await findWebhookSecret(ctx, run.modelId)) ?? '';
  const outcome = await tell(ctx, { url: method.url, body, secret, id: run.id });
  if (outcome.result === 'sent') return;
  const problem =
    outcome.status === null
      ? problemOf('pipeline_not_reached')
      : problemOf('pipeline_refused', { status: outcome.status });
  await finishRun(ctx, run, claim, { state: 'failed', problem });
}

async function tell(
  ctx: Ctx,
  message: { url: string; body: string; secret: string; id: string },
): Promise<DeliveryOutcome> {
  for (let tries = 1; ; tries++) {
    const outcome = await postSigned(ctx, { ...message, event: EVENT });
    const { result, status } = outcome;
    if (result === 'sent' || tries === TRIES || (status !== null && status < 500)) return outcome;
  }
}
