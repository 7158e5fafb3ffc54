import 'server-only';
import { actorName, type Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import type { Model } from './schema';

export interface StagingStay {
  beganAt: Date;
  beganBy: string;
  /** Null: it is there. */
  endedAt: Date | null;
}

/** Puts a version into staging in place of what was there, or takes that out (null), in the caller's transaction, which has checked that it may. */
export async function setStaging(tx: Ctx, model: Model, number: number | null): Promise<void> {
  const now = tx.now();
  const by = actorName(tx.actor);
  await tx.db.stagingStay.updateMany({
    where: { modelId: model.id, endedAt: null },
    data: { endedAt: now, endedBy: by },
  });
  if (number !== null)
    await tx.db.stagingStay.create({
      data: {
        id: uuid7(now.getTime()),
        projectId: model.projectId,
        modelId: model.id,
        versionNumber: number,
        beganAt: now,
        beganBy: by,
      },
    });
  await tx.db.model.update({ where: { id: model.id }, data: { staging: number } });
}

/** When a version was in staging, the oldest stay first. */
export async function listStagingStays(
  ctx: Ctx,
  of: { modelId: string; versionNumber: number },
): Promise<StagingStay[]> {
  return ctx.db.stagingStay.findMany({
    where: of,
    orderBy: { beganAt: 'asc' },
    select: { beganAt: true, beganBy: true, endedAt: true },
  });
}

/** Who made the champion of a model what it is; null where nobody is known. */
export async function findChampionMaker(ctx: Ctx, modelId: string): Promise<string | null> {
  const row = await ctx.db.championChange.findFirst({
    where: { modelId },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    select: { changedBy: true },
  });
  return row?.changedBy ?? null;
}
