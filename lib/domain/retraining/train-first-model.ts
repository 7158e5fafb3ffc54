import { type Ctx, inTransaction } from '@/lib/platform/context';
import { requireDataset } from '../datasets';
import { authorise } from '../people';
import { makeEmptyModel } from '../registry';
import { requireFit, saveRecipe } from './recipes';
import type { FirstModel, FirstModelStarted } from './schema';
import { startRun } from './start-run';

/**
 * Makes a model that has no version yet, says how it learns, and starts its first run; all of it or nothing. The run learns the version of
 * the dataset that is named, later runs the newest one. Version 1 takes no call by itself. Throws 409 where the name is taken, 422 where the
 * dataset does not have what is asked for. A run that fails leaves the model, which can be trained again or deleted.
 */
export async function trainFirstModel(ctx: Ctx, input: FirstModel & { dataset: string }): Promise<FirstModelStarted> {
  const { dataset, name, note, ...recipe } = input;
  return inTransaction(ctx, async (tx) => {
    const { id: datasetId, projectId } = await requireDataset(tx, dataset, 'dataset.view');
    authorise(tx.actor, 'training.manage', projectId);
    authorise(tx.actor, 'version.upload', projectId);
    const model = await makeEmptyModel(tx, { projectId, name });
    await requireFit(tx, projectId, { ...recipe, datasetId });
    const { webhookSecret } = await saveRecipe(tx, {
      model: model.id,
      recipe: { ...recipe, datasetId, datasetNumber: null },
    });
    const run = await startRun(tx, { model: model.id, note, priority: 0, datasetNumber: recipe.datasetNumber });
    return { model: { id: model.id, name }, run, webhookSecret };
  });
}
