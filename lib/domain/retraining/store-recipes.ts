import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { Recipe, type RecipeView } from './schema';

export async function findRecipe(ctx: Ctx, modelId: string): Promise<RecipeView> {
  const row = await ctx.db.trainingRecipe.findUnique({ where: { modelId } });
  return row
    ? {
        recipe: Recipe.parse(row.content),
        updatedBy: row.updatedBy,
        updatedAt: row.updatedAt.toISOString(),
        webhookSecret: null,
      }
    : { recipe: null, updatedBy: null, updatedAt: null, webhookSecret: null };
}

/** What signs messages to the pipeline of a model and from it; null where its recipe has none. */
export async function findWebhookSecret(ctx: Ctx, modelId: string): Promise<string | null> {
  const row = await ctx.db.trainingRecipe.findUnique({ where: { modelId }, select: { webhookSecret: true } });
  return row?.webhookSecret ?? null;
}

export async function putRecipe(
  ctx: Ctx,
  of: { projectId: string; modelId: string },
  recipe: Recipe,
  by: string,
  webhookSecret: string | null,
): Promise<void> {
  const data = { content: recipe, updatedBy: by, updatedAt: ctx.now(), webhookSecret };
  await ctx.db.trainingRecipe.upsert({ where: { modelId: of.modelId }, create: { ...of, ...data }, update: data });
}
