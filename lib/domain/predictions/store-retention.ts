import 'server-only';
import type { Ctx } from '@/lib/platform/context';

/** Deletes some of the oldest calls and errors of a project that came before a moment, `limit` of each at most. Returns how many. */
export async function deleteBefore(ctx: Ctx, of: { projectId: string; floor: string; limit: number }): Promise<number> {
  const { projectId, floor, limit } = of;
  const calls = await ctx.db.$executeRaw`
    delete from predictions where id in (
      select id from predictions where project_id = ${projectId}::uuid and id < ${floor}::uuid limit ${limit}
    ) and id < ${floor}::uuid`;
  const errors = await ctx.db.$executeRaw`
    delete from prediction_errors where id in (
      select id from prediction_errors where project_id = ${projectId}::uuid and id < ${floor}::uuid limit ${limit}
    )`;
  return calls + errors;
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
