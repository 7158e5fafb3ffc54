import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { Prisma } from '@/prisma/generated/client';
import { type DayColumns, dayColumnsFromJson, dayColumnsToJson } from './column-quality';

/** Days of the log that are looked back over at most. */
const MOST_DAYS = 90;

interface OfVersion {
  modelId: string;
  versionNumber: number;
}

export interface QualityDay extends OfVersion {
  /** The UTC day that the rows name themselves, else the one on which they were answered. */
  ownDayMs: number;
  referenceId: string;
  columns: DayColumns;
}

/** Replaces what is known of the columns on a project's day, in the caller's transaction. */
export async function replaceQualityDay(
  ctx: Ctx,
  { projectId, dayMs }: { projectId: string; dayMs: number },
  found: readonly QualityDay[],
): Promise<void> {
  const day = new Date(dayMs);
  await ctx.db.columnQualityDay.deleteMany({ where: { projectId, day } });
  if (found.length === 0) return;
  await ctx.db.columnQualityDay.createMany({
    data: found.map(({ ownDayMs, columns, ...of }) => ({
      ...of,
      projectId,
      day,
      ownDay: new Date(ownDayMs),
      // Lists and numbers only, which the interfaces they are told by do not say.
      columns: dayColumnsToJson(columns) as unknown as Prisma.InputJsonObject,
    })),
  });
}

/** The columns on the last 90 days of the log before a moment that have labelled rows, over one reference. */
export async function listQualityDays(
  ctx: Ctx,
  of: OfVersion & { referenceId: string; beforeMs: number },
): Promise<{ ownDayMs: number; columns: DayColumns }[]> {
  const { beforeMs, ...version } = of;
  const last = await ctx.db.columnQualityDay.findMany({
    where: { ...version, day: { lt: new Date(beforeMs) } },
    select: { day: true },
    distinct: ['day'],
    orderBy: { day: 'desc' },
    take: MOST_DAYS,
  });
  const first = last.at(-1)?.day;
  if (!first) return [];
  const rows = await ctx.db.columnQualityDay.findMany({
    where: { ...version, day: { gte: first, lt: new Date(beforeMs) } },
    select: { ownDay: true, columns: true },
    orderBy: [{ day: 'asc' }, { ownDay: 'asc' }],
  });
  return rows.map(({ ownDay, columns }) => ({ ownDayMs: ownDay.getTime(), columns: dayColumnsFromJson(columns) }));
}

/** Whether a version has rows before a moment whose complete or random labels were held against their answers. */
export async function isLabelledBefore(
  ctx: Ctx,
  { beforeMs, ...version }: OfVersion & { beforeMs: number },
): Promise<boolean> {
  const found = await ctx.db.performanceDay.findFirst({
    where: { ...version, day: { lt: new Date(beforeMs) }, source: { not: 'chosen' }, route: { not: 'shadow' } },
    select: { day: true },
  });
  return found !== null;
}

/** The labelled days of versions whose newest reference is not noted yet; notes it. Of two workers one gets them. System scope, in a transaction. */
export async function noteReferences({ db }: Pick<Ctx, 'db'>): Promise<{ projectId: string; day: Date }[]> {
  return db.$queryRaw`
    with newest as (
      select distinct on (model_id, version_number) model_id, version_number, project_id, id from reference_profiles
      where model_id in (select id from models) order by model_id, version_number, created_at desc
    ), noted as (
      insert into quality_references (model_id, version_number, project_id, reference_id)
      select model_id, version_number, project_id, id from newest n
      where not exists (select from quality_references q where q.model_id = n.model_id and q.version_number = n.version_number and q.reference_id = n.id)
      on conflict (model_id, version_number) do update set reference_id = excluded.reference_id
        where quality_references.reference_id <> excluded.reference_id
      returning model_id, version_number
    )
    select distinct p.project_id as "projectId", p.day from performance_days p join noted using (model_id, version_number)`;
}
