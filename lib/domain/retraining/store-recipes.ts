import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { Recipe, type RecipeView } from './schema';

export async function findRecipe(ctx: Ctx, modelId: string): Promise<RecipeView> {
  const row = await ctx.db.trainingRecipe.findUnique({ where: { modelId } });
  return row
    ? { recipe: Recipe.parse(row.content), updatedBy: row.updatedBy, updatedAt: row.updatedAt.toISOString() }
    : { recipe: null, updatedBy: null, updatedAt: null };
}

export async function putRecipe(
  ctx: Ctx,
  of: { projectId: string; modelId: string },
  recipe: Recipe,
  by: string,
): Promise<RecipeView> {
  const data = { content: recipe, updatedBy: by, updatedAt: ctx.now() };
  await ctx.db.trainingRecipe.upsert({ where: { modelId: of.modelId }, create: { ...of, ...data }, update: data });
  return { recipe, updatedBy: by, updatedAt: data.updatedAt.toISOString() };
}
