import type { Database } from '@/lib/platform/db';
import { joinClasses, joinLearnt, type Learnt } from '@/lib/pure/json-service/learnt';
import { learntSignature } from '@/lib/pure/json-service/learnt-signature';
import { updateSignature } from '../registry';
import { lockUpstreamRow, updateUpstreamRow } from './store-upstreams';

/** After so many calls that were read, columns and shapes are settled, so that a stray call cannot change what is logged. */
export const SETTLED_AFTER = 100;

/** What one more call adds to what was learnt. */
export const learnOn = (known: Learnt | null, seen: Learnt, callsLearnt: number): Learnt =>
  known !== null && callsLearnt >= SETTLED_AFTER ? joinClasses(known, seen) : joinLearnt(known, seen);

/**
 * Adds what a gateway has learnt to what is kept, and has the log read by it. Gateways may do so in any order. What was learnt before
 * learning began anew is dropped.
 */
export async function keepLearnt(
  database: Pick<Database, 'inTransaction'>,
  input: { modelId: string; epoch: number; learnt: Learnt; calls: number },
): Promise<void> {
  await database.inTransaction('system', async (db) => {
    const before = await lockUpstreamRow(db, input.modelId);
    if (!before || before.epoch !== input.epoch) return;
    const learnt = learnOn(before.learnt, input.learnt, before.callsLearnt);
    const callsLearnt = Math.min(SETTLED_AFTER, before.callsLearnt + input.calls);
    await updateUpstreamRow(db, { ...before, learnt, callsLearnt });
    const at = { modelId: input.modelId, number: before.versionNumber };
    const signature = learntSignature(learnt, before.said);
    // Everybody reads a version anew when it changes, so it is left alone when it does not.
    if (JSON.stringify(signature) !== JSON.stringify(learntSignature(before.learnt, before.said)))
      await updateSignature({ db }, at, signature);
  });
}
