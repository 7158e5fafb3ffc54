import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { getModel, requireFile } from '../registry';
import type { TrainingRun } from './schema';
import { findRecipe } from './store-recipes';
import { countOpenRuns, insertRun, lockRuns } from './store-runs';

const MOST_OPEN = 20;

/** Has a model trained again by its recipe, as soon as a worker is free; of another version of the dataset where one is named. */
export async function startRun(
  ctx: Ctx,
  input: { model: string; note: string; priority: number; datasetNumber?: number | null },
): Promise<TrainingRun> {
  return inTransaction(ctx, async (tx) => {
    const model = await getModel(tx, { model: input.model, permission: 'training.manage' });
    requireFile(model);
    const { recipe: saved } = await findRecipe(tx, model.id);
    if (!saved)
      throw new AppError(
        'conflict',
        'This model has no training recipe yet. Say first which dataset and algorithm it learns with.',
        {
          reason: 'no_recipe',
        },
      );
    const recipe = { ...saved, datasetNumber: input.datasetNumber ?? saved.datasetNumber };
    await lockRuns(tx, model.id);
    if ((await countOpenRuns(tx, model.id)) >= MOST_OPEN)
      throw new AppError('conflict', `${MOST_OPEN} runs of this model wait already. Stop some, or wait.`, {
        reason: 'too_many_runs',
      });
    const by = actorName(ctx.actor);
    const run = await insertRun(tx, {
      projectId: model.projectId,
      modelId: model.id,
      priority: input.priority,
      startedBy: { kind: kindOf(ctx), name: by, note: input.note, reason: null },
      recipe,
      createdBy: by,
    });
    await audit(tx, {
      action: 'training-run.start',
      object: `model:${model.name}/training/${run.number}`,
      projectId: model.projectId,
      after: { recipe, note: input.note, reason: null },
    });
    return run;
  });
}

const kindOf = ({ actor }: Ctx) => (actor.kind === 'person' || actor.kind === 'key' ? actor.kind : 'system');
