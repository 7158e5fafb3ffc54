import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { getDatasetVersion } from '../datasets';
import { getModel, requireFile } from '../registry';
import { chooseColumns } from './choose-columns';
import type { Recipe, RecipeView } from './schema';
import { findRecipe, putRecipe } from './store-recipes';

/** How a model is trained again, or null. */
export async function getRecipe(ctx: Ctx, input: { model: string }): Promise<RecipeView> {
  const model = await getModel(ctx, { model: input.model, permission: 'training.view' });
  return findRecipe(ctx, model.id);
}

/** Says how a model is trained again. Throws 422 where the dataset does not have what the recipe names. */
export async function saveRecipe(ctx: Ctx, input: { model: string; recipe: Recipe }): Promise<RecipeView> {
  const { recipe } = input;
  const model = await getModel(ctx, { model: input.model, permission: 'training.manage' });
  requireFile(model);
  const version = await getDatasetVersion(ctx, {
    projectId: model.projectId,
    datasetId: recipe.datasetId,
    ...(recipe.datasetNumber === null ? {} : { number: recipe.datasetNumber }),
    permission: 'dataset.view',
  });
  const chosen = chooseColumns(version, recipe.features);
  if ('fault' in chosen) throw invalidInput(chosen.fault.field, chosen.fault.reason, { reason: chosen.fault.code });
  return inTransaction(ctx, async (tx) => {
    const before = await findRecipe(tx, model.id);
    const saved = await putRecipe(tx, { projectId: model.projectId, modelId: model.id }, recipe, actorName(ctx.actor));
    await audit(tx, {
      action: 'training-recipe.save',
      object: `model:${model.name}`,
      projectId: model.projectId,
      before: before.recipe,
      after: recipe,
    });
    return saved;
  });
}
