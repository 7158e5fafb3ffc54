import type { Ctx } from '@/lib/platform/context';
import type { Model } from './schema';
import { setChampion, setLoaded, updateModelRow } from './store';

/**
 * Gives a version calls, in the caller's transaction, which has checked that it may: a share as the canary, all as the champion, or the
 * canary none (null). Asks for no permission and writes no audit event.
 */
export async function changeTraffic(
  tx: Ctx,
  model: Model,
  change: { canary: { version: number; percent: number } | null } | { champion: number; isRollback?: boolean },
): Promise<void> {
  if ('champion' in change) {
    await setLoaded(tx, model.id, true, change.champion);
    await setChampion(tx, model, change.champion, change);
    return;
  }
  const { canary } = change;
  const splitBy = model.deployment.canary?.splitBy ?? 'call';
  // A version that answers callers does not answer beside them too.
  const shadow = canary?.version === model.deployment.shadow ? null : model.deployment.shadow;
  if (canary) await setLoaded(tx, model.id, true, canary.version);
  await updateModelRow(tx, model.id, {
    deployment: { ...model.deployment, shadow, canary: canary && { ...canary, splitBy } },
  });
}
