import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { Prisma } from '@/prisma/generated/client';
import type { Measures } from './measures';
import { measuresFromJson, measuresToJson } from './measures-json';
import { PERFORMANCE_SOURCES, type PerformanceSource } from './schema';

export interface PerformanceKey {
  modelId: string;
  versionNumber: number;
  route: string;
  source: PerformanceSource;
  /** The UTC day that the rows name themselves (`context.time`), else the one on which they were answered. */
  ownDayMs: number;
}

export interface PerformanceDay extends PerformanceKey {
  dayMs: number;
  measures: Measures;
}

/** What is known of a model's days, the oldest first. */
export async function listPerformanceDays(
  ctx: Ctx,
  of: { projectId: string; modelId: string; fromMs: number; toMs: number },
): Promise<PerformanceDay[]> {
  const rows = await ctx.db.performanceDay.findMany({
    where: {
      projectId: of.projectId,
      modelId: of.modelId,
      day: { gte: new Date(of.fromMs), lt: new Date(of.toMs) },
    },
    orderBy: { day: 'asc' },
  });
  return rows.flatMap(({ modelId, versionNumber, route, day, ownDay, source, measures }) => {
    const known = PERFORMANCE_SOURCES.find((name) => name === source);
    return known
      ? [
          {
            modelId,
            versionNumber,
            route,
            source: known,
            dayMs: day.getTime(),
            ownDayMs: ownDay.getTime(),
            measures: measuresFromJson(measures),
          },
        ]
      : [];
  });
}

/** Replaces everything that is known of a project's day, in the caller's transaction. */
export async function replacePerformanceDay(
  ctx: Ctx,
  of: { projectId: string; dayMs: number },
  found: readonly (PerformanceKey & { measures: Measures })[],
): Promise<void> {
  const day = new Date(of.dayMs);
  await ctx.db.performanceDay.deleteMany({ where: { projectId: of.projectId, day } });
  if (found.length === 0) return;
  await ctx.db.performanceDay.createMany({
    data: found.map(({ measures, ownDayMs, ...key }) => ({
      ...key,
      ownDay: new Date(ownDayMs),
      projectId: of.projectId,
      day,
      // Lists and numbers only, which the interfaces they are told by do not say.
      measures: measuresToJson(measures) as unknown as Prisma.InputJsonObject,
      updatedAt: ctx.now(),
    })),
  });
}
