import { type Ctx, inTransaction } from '@/lib/platform/context';
import { MOST_TRAINERS } from './claim-run';
import { finishRun, problemOf } from './end-run';
import { holdLost } from './store-outside';

/** Ends one run whose trainer outside takes longer than its recipe allows, or was not heard of again. False where there is none. System scope. */
export async function endLostRun(ctx: Ctx): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const lost = await holdLost(tx, MOST_TRAINERS);
    if (!lost) return false;
    const { run, lease } = lost;
    const startedMs = Date.parse(run.startedAt ?? run.createdAt);
    const isTooLong = tx.now().getTime() - startedMs > run.recipe.maxMinutes * 60_000;
    const problem = isTooLong ? problemOf('too_long') : problemOf('trainer_lost', { attempts: run.attempts });
    return finishRun(tx, run, lease, { state: 'failed', problem });
  });
}
