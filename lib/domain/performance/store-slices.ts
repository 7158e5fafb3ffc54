import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7Floor } from '@/lib/platform/uuid7';
import { SliceSettings } from './schema';
import { type DaySlices, daySlicesFromJson, daySlicesToJson } from './slice-sums';
import { type DaysOfModel, dayColumns, dayKeyOf, type PerformanceKey, whereDays } from './store';

const DAY_MS = 86_400_000;
const NONE: SliceSettings = { columns: [], positive: null };

/** Calls of a day that are looked through for labelled ones. */
const CALLS_A_DAY = 50_000;

/** Some labelled rows of a model on a UTC day of the log. Labels of other models on that day are not read. */
export async function listLabelledRowsOf(
  ctx: Ctx,
  of: { projectId: string; modelId: string; dayMs: number; limit: number },
): Promise<{ predictionId: string; row: number }[]> {
  return ctx.db.$queryRaw`
    select distinct l.prediction_id as "predictionId", l."row" from (
      select id from predictions where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid
        and id >= ${uuid7Floor(of.dayMs)}::uuid and id < ${uuid7Floor(of.dayMs + DAY_MS)}::uuid and shadow_of is null
      limit ${CALLS_A_DAY}
    ) p join labels l on l.project_id = ${of.projectId}::uuid and l.prediction_id = p.id
    limit ${of.limit}`;
}

/** The slices that are told apart for a model. */
export async function findSliceSettings(ctx: Ctx, modelId: string): Promise<SliceSettings> {
  const row = await ctx.db.sliceSettings.findUnique({
    where: { modelId },
    select: { columns: true, positive: true },
  });
  return row ? SliceSettings.parse(row) : NONE;
}

/** Saves the choice; without columns nothing stays counted. In the caller's transaction. */
export async function saveSliceSettings(
  ctx: Ctx,
  of: { modelId: string; projectId: string },
  settings: SliceSettings,
): Promise<void> {
  const columns = settings.columns.map(({ cut, ...column }) => ({
    ...column,
    cut: cut.kind === 'bands' ? { ...cut, edges: [...cut.edges] } : { ...cut, values: [...cut.values] },
  }));
  const data = { columns, positive: settings.positive, updatedAt: ctx.now() };
  await ctx.db.sliceSettings.upsert({ where: { modelId: of.modelId }, create: { ...of, ...data }, update: data });
  if (columns.length === 0) await ctx.db.sliceDay.deleteMany({ where: of });
}

/** Days of a model that have labelled rows, the newest first. */
export async function listLabelledDays(
  ctx: Ctx,
  of: { projectId: string; modelId: string; fromMs?: number; toMs?: number },
): Promise<number[]> {
  const rows = await ctx.db.performanceDay.findMany({
    where: {
      projectId: of.projectId,
      modelId: of.modelId,
      ...(of.fromMs === undefined || of.toMs === undefined
        ? {}
        : { day: { gte: new Date(of.fromMs), lt: new Date(of.toMs) } }),
    },
    select: { day: true },
    distinct: ['day'],
    orderBy: { day: 'desc' },
  });
  return rows.map(({ day }) => day.getTime());
}

export interface SliceDay extends PerformanceKey {
  dayMs: number;
  slices: DaySlices;
}

/** What is known of the slices of a model's days, the oldest first. */
export async function listSliceDays(ctx: Ctx, of: DaysOfModel): Promise<SliceDay[]> {
  const rows = await ctx.db.sliceDay.findMany({ where: whereDays(of), orderBy: { day: 'asc' } });
  return rows.flatMap((row) => {
    const key = dayKeyOf(row);
    return key ? [{ ...key, slices: daySlicesFromJson(row.sums) }] : [];
  });
}

/** Replaces everything that is known of the slices of a project's day, in the caller's transaction. */
export async function replaceSliceDay(
  ctx: Ctx,
  of: { projectId: string; dayMs: number },
  found: readonly (PerformanceKey & { slices: DaySlices })[],
): Promise<void> {
  await ctx.db.sliceDay.deleteMany({ where: { projectId: of.projectId, day: new Date(of.dayMs) } });
  if (found.length === 0) return;
  await ctx.db.sliceDay.createMany({
    data: found.map(({ slices, ...key }) => ({ ...dayColumns(ctx, of, key), sums: daySlicesToJson(slices) })),
  });
}
