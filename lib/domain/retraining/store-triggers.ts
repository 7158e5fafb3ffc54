import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { Triggers, type TriggersView } from './schema';

export async function findTriggers(ctx: Ctx, modelId: string): Promise<TriggersView> {
  const row = await ctx.db.trainingTriggers.findUnique({ where: { modelId } });
  return row
    ? { triggers: Triggers.parse(row.content), updatedBy: row.updatedBy, updatedAt: row.updatedAt.toISOString() }
    : { triggers: null, updatedBy: null, updatedAt: null };
}

export async function putTriggers(
  ctx: Ctx,
  of: { projectId: string; modelId: string },
  triggers: Triggers,
  by: string,
): Promise<TriggersView> {
  const now = ctx.now();
  const data = { content: triggers, enabled: triggers.enabled, dueAt: now, updatedBy: by, updatedAt: now };
  await ctx.db.trainingTriggers.upsert({ where: { modelId: of.modelId }, create: { ...of, ...data }, update: data });
  return { triggers, updatedBy: by, updatedAt: now.toISOString() };
}

export interface DueTriggers {
  projectId: string;
  modelId: string;
  triggers: Triggers;
  updatedAt: Date;
}

/**
 * Takes the triggers that nobody has looked at for longest and holds them until the transaction ends; two workers never have the same ones.
 * They are due again after `everyMs`. System scope.
 */
export async function holdDueTriggers(tx: Ctx, everyMs: number): Promise<DueTriggers | null> {
  const now = tx.now();
  const [first] = await tx.db.$queryRaw<{ id: string }[]>`
    select model_id as id from training_triggers where enabled and due_at <= ${now}
    order by due_at limit 1 for update skip locked`;
  if (!first) return null;
  const row = await tx.db.trainingTriggers.update({
    where: { modelId: first.id },
    data: { dueAt: new Date(now.getTime() + everyMs) },
  });
  const { projectId, modelId, content, updatedAt } = row;
  return { projectId, modelId, triggers: Triggers.parse(content), updatedAt };
}
