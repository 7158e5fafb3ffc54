import 'server-only';
import type { Ctx } from '@/lib/platform/context';

/** Deletes some of the oldest calls and errors of a project that came before a moment, `limit` of each at most. Returns how many. */
export async function deleteBefore(ctx: Ctx, of: { projectId: string; floor: string; limit: number }): Promise<number> {
  const { projectId, floor, limit } = of;
  const models = await listCountedModels(ctx, projectId);
  const calls = await ctx.db.$executeRaw`
    delete from predictions where id in (
      select old.id from unnest(${models}::uuid[]) as of_project(model_id) cross join lateral (
        select id from predictions p where p.model_id = of_project.model_id and p.project_id = ${projectId}::uuid and p.id < ${floor}::uuid
        limit ${limit}
      ) old limit ${limit}
    ) and id < ${floor}::uuid`;
  const errors = await ctx.db.$executeRaw`
    delete from prediction_errors where id in (
      select id from prediction_errors where project_id = ${projectId}::uuid and id < ${floor}::uuid limit ${limit}
    )`;
  return calls + errors;
}

/**
 * The models of which a project has counts, in a few steps along an index. Counts are written with the calls and outlive them and their
 * model, so that these are all models of the log, which has no index by project.
 */
async function listCountedModels(ctx: Ctx, projectId: string): Promise<string[]> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    with recursive counted as (
      (select model_id from prediction_rollups where project_id = ${projectId}::uuid order by model_id limit 1)
      union all
      select (select r.model_id from prediction_rollups r where r.project_id = ${projectId}::uuid and r.model_id > counted.model_id
        order by r.model_id limit 1) from counted where counted.model_id is not null
    ) select model_id as id from counted where model_id is not null`;
  return rows.map(({ id }) => id);
}

/** Drops the oldest day of the log before `keepFrom`; false where there is none. */
export async function dropOldestDay(ctx: Ctx, keepFrom: Date): Promise<boolean> {
  const [found] = await ctx.begin(
    (db) => db.$queryRaw<{ day: Date | null }[]>`
      select drop_prediction_partition(${keepFrom.toISOString().slice(0, 10)}::date) as day`,
  );
  return found?.day != null;
}

export interface DayOnDisk {
  day: Date;
  bytes: number;
  /** As the planner last estimated it. */
  calls: number;
}

export async function listDaysOnDisk(ctx: Ctx): Promise<DayOnDisk[]> {
  const rows = await ctx.db.$queryRaw<{ day: Date; bytes: bigint; calls: bigint }[]>`
    select day, bytes, calls from prediction_partitions()`;
  return rows.map(({ day, bytes, calls }) => ({ day, bytes: Number(bytes), calls: Number(calls) }));
}
