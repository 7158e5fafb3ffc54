import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { authorise } from '../people';
import { getModel } from '../registry';
import { claimOf, newTrainer } from './claim-of';
import type { Claim } from './schema';
import { giveRow, holdOffered } from './store-outside';

/** Without a word for so long another trainer may take the run. */
export const CLAIM_MS = 60_000;
/** A run that so many trainers took without an end is given to nobody else. */
export const MOST_TRAINERS = 3;

/** Gives the run of a project that goes next to a trainer outside; null where none waits. Two trainers never get the same one. */
export async function claimOutside(ctx: Ctx, input: { projectId: string; trainer: string }): Promise<Claim | null> {
  const { projectId } = input;
  authorise(ctx.actor, 'training.manage', projectId);
  return inTransaction(ctx, async (tx) => {
    const run = await holdOffered(tx, projectId, MOST_TRAINERS);
    if (!run) return null;
    const now = tx.now();
    const claim = { lease: uuid7(), leaseUntil: new Date(now.getTime() + CLAIM_MS) };
    await giveRow(tx, run, { ...claim, trainer: newTrainer(input.trainer, now) });
    const model = await getModel(tx, { model: run.modelId, permission: 'training.manage' });
    await audit(tx, {
      action: 'training-run.claim',
      object: `model:${model.name}/training/${run.number}`,
      projectId,
      after: { trainer: input.trainer },
    });
    return claimOf(run, { claim: claim.lease, leaseUntil: claim.leaseUntil, modelName: model.name });
  });
}
