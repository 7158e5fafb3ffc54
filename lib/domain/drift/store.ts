import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { DriftSettings } from './schema';

/** The saved settings of a model, or the defaults. */
export async function findDriftSettings(ctx: Ctx, modelId: string): Promise<DriftSettings> {
  const row = await ctx.db.driftSettings.findUnique({
    where: { modelId },
    select: { learningDays: true, falseAlarms: true, against: true, learnFrom: true },
  });
  return DriftSettings.parse(row ? { ...row, learnFrom: row.learnFrom?.toISOString().slice(0, 10) ?? null } : {});
}

export async function saveDriftSettings(
  ctx: Ctx,
  of: { modelId: string; projectId: string },
  settings: DriftSettings,
): Promise<void> {
  const { learnFrom, ...rest } = settings;
  const data = { ...rest, learnFrom: learnFrom === null ? null : new Date(learnFrom), updatedAt: ctx.now() };
  await ctx.db.driftSettings.upsert({ where: { modelId: of.modelId }, create: { ...of, ...data }, update: data });
}
