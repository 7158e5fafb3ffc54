import { getRecipe, getRecipeOperation, saveRecipe, saveRecipeOperation } from '@/lib/domain/retraining';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(getRecipeOperation, ({ ctx, params }) => getRecipe(ctx, params));
export const PUT = endpoint(saveRecipeOperation, ({ ctx, params, body }) =>
  saveRecipe(ctx, { model: params.model, recipe: body }),
);

const refuse = methodNotAllowed('GET', 'PUT');

export { refuse as POST, refuse as PATCH, refuse as DELETE };
