import { type Claim, isOutside, type OutsideTrainer } from './schema';
import type { StoredRun } from './store-runs';

/** What a trainer outside gets of a run: the rows it learns from, and how. */
export function claimOf(
  { number, modelId, recipe, pinned }: StoredRun,
  { claim, leaseUntil, modelName }: { claim: string; leaseUntil: Date; modelName: string },
): Claim {
  if (!pinned || !isOutside(pinned.method)) throw new Error('a run without pinned rows is offered to nobody');
  return {
    claim,
    leaseUntil: leaseUntil.toISOString(),
    model: { id: modelId, name: modelName },
    run: number,
    dataset: {
      id: pinned.datasetId,
      name: pinned.datasetName,
      number: pinned.datasetNumber,
      sha256: pinned.datasetSha256,
      rows: pinned.rows,
      cutOff: pinned.cutOff,
    },
    target: pinned.target,
    features: pinned.features,
    task: pinned.method.task,
    parameters: pinned.method.parameters,
    seed: pinned.seed,
    maxMinutes: recipe.maxMinutes,
  };
}

/** Who has taken a run, and has told nothing yet. */
export const newTrainer = (name: string, now: Date): OutsideTrainer => ({
  name,
  claimedAt: now.toISOString(),
  environment: {},
  measures: [],
  file: null,
});
