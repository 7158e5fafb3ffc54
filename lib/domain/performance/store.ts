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

export interface DaysOfModel {
  projectId: string;
  modelId: string;
  fromMs: number;
  toMs: number;
}

export const whereDays = ({ projectId, modelId, fromMs, toMs }: DaysOfModel) => ({
  projectId,
  modelId,
  day: { gte: new Date(fromMs), lt: new Date(toMs) },
});

/** What a row is of, by its columns; null where its source is none that is known. */
export function dayKeyOf(row: {
  modelId: string;
  versionNumber: number;
  route: string;
  source: string;
  day: Date;
  ownDay: Date;
}): (PerformanceKey & { dayMs: number }) | null {
  const { modelId, versionNumber, route, day, ownDay } = row;
  const source = PERFORMANCE_SOURCES.find((name) => name === row.source);
  if (!source) return null;
  return { modelId, versionNumber, route, source, dayMs: day.getTime(), ownDayMs: ownDay.getTime() };
}

/** What `dayKeyOf` reads, as columns of a row that is written now. */
export const dayColumns = (
  ctx: Ctx,
  { projectId, dayMs }: { projectId: string; dayMs: number },
  { modelId, versionNumber, route, source, ownDayMs }: PerformanceKey,
) => ({
  projectId,
  modelId,
  versionNumber,
  route,
  source,
  day: new Date(dayMs),
  ownDay: new Date(ownDayMs),
  updatedAt: ctx.now(),
});

/** What is known of a model's days, the oldest first. */
export async function listPerformanceDays(ctx: Ctx, of: DaysOfModel): Promise<PerformanceDay[]> {
  const rows = await ctx.db.performanceDay.findMany({ where: whereDays(of), orderBy: { day: 'asc' } });
  return rows.flatMap((row) => {
    const key = dayKeyOf(row);
    return key ? [{ ...key, measures: measuresFromJson(row.measures) }] : [];
  });
}

/** Replaces everything that is known of a project's day, in the caller's transaction. */
export async function replacePerformanceDay(
  ctx: Ctx,
  of: { projectId: string; dayMs: number },
  found: readonly (PerformanceKey & { measures: Measures })[],
): Promise<void> {
  await ctx.db.performanceDay.deleteMany({ where: { projectId: of.projectId, day: new Date(of.dayMs) } });
  if (found.length === 0) return;
  await ctx.db.performanceDay.createMany({
    data: found.map(({ measures, ...key }) => ({
      ...dayColumns(ctx, of, key),
      // Lists and numbers only, which the interfaces they are told by do not say.
      measures: measuresToJson(measures) as unknown as Prisma.InputJsonObject,
    })),
  });
}

/** How many rows of a model have a label, at the end of each whole day that they are of; shadows left out. */
export async function countLabelled(
  ctx: Ctx,
  of: { projectId: string; modelId: string; from: Date; to: Date },
): Promise<{ at: Date; count: number }[]> {
  return ctx.db.$queryRaw<{ at: Date; count: number }[]>`
    select (own_day + 1)::timestamp at time zone 'UTC' as at, sum((measures->>'labelled')::bigint)::int as count
    from performance_days
    where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and route <> 'shadow'
      and own_day > (${of.from}::timestamptz at time zone 'UTC')::date - 1
      and own_day < (${of.to}::timestamptz at time zone 'UTC')::date
    group by 1 order by 1`;
}
