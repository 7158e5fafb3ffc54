import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { Db } from '@/lib/platform/db';

const MINUTE_MS = 60_000;

export interface CrashCount {
  projectId: string;
  modelId: string;
  versionNumber: number;
  /** Start of the minute. */
  atMs: number;
  crashes: number;
}

/** Adds deaths of runners to those of their minute. Models that are gone meanwhile are left out. System scope. */
export async function addCrashes(db: Db, counts: readonly CrashCount[]): Promise<void> {
  for (const { projectId, modelId, versionNumber, atMs, crashes } of counts)
    await db.$executeRaw`
      insert into runner_crashes (project_id, model_id, version_number, at, crashes)
      select ${projectId}::uuid, id, ${versionNumber}, ${new Date(atMs)}, ${crashes} from models where id = ${modelId}::uuid
      on conflict (model_id, version_number, at) do update set crashes = runner_crashes.crashes + excluded.crashes`;
}

/** Deaths of runners in the minutes that a window touches. */
export async function countCrashes(
  ctx: Ctx,
  of: { projectId: string; modelId: string; versions: readonly number[] | null; fromMs: number; toMs: number },
): Promise<number> {
  const from = new Date(Math.floor(of.fromMs / MINUTE_MS) * MINUTE_MS);
  const { _sum } = await ctx.db.runnerCrash.aggregate({
    where: {
      projectId: of.projectId,
      modelId: of.modelId,
      at: { gte: from, lt: new Date(of.toMs) },
      ...(of.versions ? { versionNumber: { in: [...of.versions] } } : {}),
    },
    _sum: { crashes: true },
  });
  return _sum.crashes ?? 0;
}

export async function deleteOldCrashes(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.runnerCrash.deleteMany({ where: { at: { lt: before } } });
}
