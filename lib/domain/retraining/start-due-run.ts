import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { getModel } from '../registry';
import { findReason, isAllowed } from './plan-runs';
import { readEvents } from './read-events';
import { findRecipe } from './store-recipes';
import { countOpenRuns, insertRun, listStarts, lockRuns } from './store-runs';
import { holdDueTriggers } from './store-triggers';

const LOOK_EVERY_MS = 60_000;
const WEEK_MS = 7 * 86_400_000;
/** What happened before is no news. */
const LOOK_BACK_MS = 90 * 86_400_000;

/**
 * Looks at the triggers of one model, and has it trained where they say so. What happened since its last run counts, or since the triggers
 * were saved where that is later. Returns false where none is due. System scope.
 */
export async function startDueRun(ctx: Ctx): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const due = await holdDueTriggers(tx, LOOK_EVERY_MS);
    if (!due) return false;
    const { projectId, modelId, triggers, updatedAt } = due;
    const now = tx.now();
    const { recipe } = await findRecipe(tx, modelId);
    if (!recipe) return true;
    await lockRuns(tx, modelId);
    const runs = await listStarts(
      tx,
      modelId,
      new Date(now.getTime() - Math.max(WEEK_MS, triggers.restHours * 3_600_000)),
    );
    const starts = runs.map(({ at }) => at.getTime());
    const triggered = runs.flatMap(({ at, startedBy }) => (startedBy.kind === 'trigger' ? [at.getTime()] : []));
    if ((await countOpenRuns(tx, modelId)) > 0 || !isAllowed(triggers, { starts, triggered }, now.getTime()))
      return true;
    const last = await listStarts(tx, modelId, null);
    const sinceMs = Math.max(updatedAt.getTime(), last[0]?.at.getTime() ?? 0, now.getTime() - LOOK_BACK_MS);
    const events = await readEvents(tx, {
      projectId,
      modelId,
      from: new Date(sinceMs),
      to: now,
      datasetId: recipe.datasetId,
    });
    const reason = findReason(triggers, events, { sinceMs, nowMs: now.getTime() });
    if (!reason) return true;
    const model = await getModel(tx, { model: modelId });
    const run = await insertRun(tx, {
      projectId,
      modelId,
      priority: 0,
      startedBy: { kind: 'trigger', name: reason.kind, note: '', reason },
      recipe,
      createdBy: 'trigger',
    });
    await audit(tx, {
      action: 'training-run.start',
      object: `model:${model.name}/training/${run.number}`,
      projectId,
      after: { recipe, reason },
    });
    return true;
  });
}
