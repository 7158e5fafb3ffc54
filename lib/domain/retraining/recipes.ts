import { makeWebhookSecret } from '@/lib/engine/webhooks';
import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { refuseClosedAddress } from '../alerts';
import { getDatasetVersion } from '../datasets';
import { getModel, requireFile } from '../registry';
import { chooseColumns } from './choose-columns';
import { refuseSplit } from './refuse-split';
import type { Recipe, RecipeView } from './schema';
import { findRecipe, findWebhookSecret, putRecipe } from './store-recipes';

/** How a model is trained again, or null. */
export async function getRecipe(ctx: Ctx, input: { model: string }): Promise<RecipeView> {
  const model = await getModel(ctx, { model: input.model, permission: 'training.view' });
  return findRecipe(ctx, model.id);
}

/**
 * Says how a model is trained again. Throws 422 where the dataset does not have what the recipe names. A new address of a pipeline gets a
 * new secret, which is in the reply and is not shown again.
 */
export async function saveRecipe(ctx: Ctx, input: { model: string; recipe: Recipe }): Promise<RecipeView> {
  const { recipe } = input;
  const model = await getModel(ctx, { model: input.model, permission: 'training.manage' });
  requireFile(model);
  const { method } = recipe;
  if (method.algorithm === 'webhook') refuseClosedAddress('method.url', method.url);
  await requireFit(ctx, model.projectId, recipe);
  return inTransaction(ctx, async (tx) => {
    const before = await findRecipe(tx, model.id);
    const known = addressOf(before.recipe) === addressOf(recipe) ? await findWebhookSecret(tx, model.id) : null;
    const made = known === null && addressOf(recipe) !== null ? makeWebhookSecret() : null;
    const of = { projectId: model.projectId, modelId: model.id };
    await putRecipe(tx, of, recipe, actorName(ctx.actor), made ?? known);
    await audit(tx, {
      action: 'training-recipe.save',
      object: `model:${model.name}`,
      projectId: model.projectId,
      before: before.recipe,
      after: recipe,
    });
    return { ...(await findRecipe(tx, model.id)), webhookSecret: made };
  });
}

/** Throws 404 or 422 where the dataset does not have what a recipe names. */
export async function requireFit(ctx: Ctx, projectId: string, recipe: Recipe): Promise<void> {
  const version = await getDatasetVersion(ctx, {
    projectId,
    datasetId: recipe.datasetId,
    ...(recipe.datasetNumber === null ? {} : { number: recipe.datasetNumber }),
    permission: 'dataset.view',
  });
  const chosen = chooseColumns(version, recipe);
  if ('fault' in chosen) throw invalidInput(chosen.fault.field, chosen.fault.reason, { reason: chosen.fault.code });
  refuseSplit(recipe, version);
}

const addressOf = (recipe: Recipe | null): string | null =>
  recipe?.method.algorithm === 'webhook' ? recipe.method.url : null;
