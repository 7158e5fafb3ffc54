import { type Ctx, inTransaction } from '@/lib/platform/context';
import { finishRun, problemOf } from './end-run';
import { requireClaim } from './require-claim';
import { noteRow } from './store-outside';

/** Ends a run that its trainer outside could not bring to an end; what it says of why is the last line of the log. */
export async function giveUpClaim(ctx: Ctx, input: { claim: string; message: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { run, leaseUntil } = await requireClaim(tx, input.claim);
    const at = tx.now();
    await noteRow(tx, run, {
      leaseUntil,
      lines: input.message.split('\n').map((text) => ({ at, text: text.slice(0, 1000) })),
      steps: run.steps.map((step) => ({ ...step, endedAt: step.endedAt ?? at.toISOString() })),
    });
    await finishRun(tx, run, input.claim, { state: 'failed', problem: problemOf('trainer_gave_up') });
  });
}
