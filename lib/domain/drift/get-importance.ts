import type { Ctx } from '@/lib/platform/context';
import { getServedVersion } from '../registry';
import type { DriftImportance, DriftImportanceQuery } from './schema';
import { IMITATED } from './schema';
import { findImportance } from './store-importance';
import { dateOf } from './watched-days';

/** How much a version's answers rest on each column, as a worker learnt it; without shares where they were imitated badly. */
export async function getImportance(
  ctx: Ctx,
  input: DriftImportanceQuery & { model: string },
): Promise<DriftImportance> {
  const { model, version } = await getServedVersion(ctx, {
    model: input.model,
    number: input.version,
    permission: 'drift.view',
  });
  const { looked, result, learntAt } = await findImportance(ctx, { modelId: model.id, versionNumber: version.number });
  const state = !looked ? 'waiting' : !result ? 'nothing' : result.skill < IMITATED ? 'bad' : 'known';
  return {
    version: version.number,
    state,
    imitation: result && {
      measure: result.measure,
      score: result.score,
      baseline: result.baseline,
      learnt: result.learnt,
      heldOut: result.heldOut,
      from: dateOf(result.fromMs),
      to: dateOf(result.toMs),
      learntAt: learntAt?.toISOString() ?? '',
      columns: Object.keys(result.columns).length,
      chosenOf: result.chosenOf ?? Object.keys(result.columns).length,
    },
    columns: state === 'known' && result ? result.columns : {},
  };
}
