import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { Prisma } from '@/prisma/generated/client';
import { type ErrorTrees, type LearntErrors, treesFromJson, treesToJson } from './learnt-errors';
import { type DaysOfModel, type PerformanceKey, whereDays } from './store';

const LEASE_MS = 60_000;
/** A version rests for ten times as long as the last look took, within these ends: the first look, which learns, is long. */
const REST_FACTOR = 10;
const REST_MS = 5_000;
const MOST_REST_MS = 5 * 60_000;
/** What is learnt is looked at again for days that grew. */
const AGAIN_MS = 30_000;

export interface VersionKey {
  projectId: string;
  modelId: string;
  versionNumber: number;
}

/** Has versions looked at whose labels changed, in the caller's transaction. */
export async function markErrorEstimates(
  ctx: Ctx,
  projectId: string,
  versions: readonly Pick<PerformanceKey, 'modelId' | 'versionNumber'>[],
): Promise<void> {
  const now = ctx.now();
  // In one order everywhere, so that two days that are counted at once wait for each other.
  const names = new Map(versions.map((version) => [`${version.modelId}/${version.versionNumber}`, version]));
  const rows = [...names]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([, one]) => Prisma.sql`(${one.modelId}::uuid, ${one.versionNumber}::int, ${projectId}::uuid, ${now})`);
  if (rows.length === 0) return;
  await ctx.db.$executeRaw`
    insert into error_estimates (model_id, version_number, project_id, due_at) values ${Prisma.join(rows)}
    on conflict (model_id, version_number) do update set marks = error_estimates.marks + 1,
      due_at = least(error_estimates.due_at, greatest(excluded.due_at, error_estimates.rests_until))`;
}

/** A version that this worker alone looks at, for as long as it keeps it. */
export interface ClaimedVersion extends VersionKey {
  claim: string;
  /** What was marked when it was claimed. */
  marks: bigint;
}

/** Takes the version that has been due for longest; null where none is. Two workers never get the same one. System scope. */
export async function claimErrorEstimate(ctx: Ctx): Promise<ClaimedVersion | null> {
  const now = ctx.now();
  const claim = uuid7();
  const [found] = await ctx.begin(
    (db) => db.$queryRaw<(VersionKey & { marks: bigint })[]>`
      update error_estimates set claim = ${claim}::uuid, claimed_until = ${new Date(now.getTime() + LEASE_MS)}
      where (model_id, version_number) = (
        select model_id, version_number from error_estimates
        where due_at <= ${now} and (claimed_until is null or claimed_until < ${now})
        order by due_at limit 1 for update skip locked
      ) returning project_id as "projectId", model_id as "modelId", version_number as "versionNumber", marks`,
  );
  return found ? { ...found, claim } : null;
}

const own = ({ modelId, versionNumber, claim }: ClaimedVersion) => ({ modelId, versionNumber, claim });

/** Keeps a claimed version; false where another worker has it now. */
export async function keepErrorEstimate(ctx: Ctx, version: ClaimedVersion): Promise<boolean> {
  const { count } = await ctx.db.errorEstimate.updateMany({
    where: own(version),
    data: { claimedUntil: new Date(ctx.now().getTime() + LEASE_MS) },
  });
  return count === 1;
}

/** Gives a claimed version back: due again where it was marked meanwhile, and every half minute or less often once it has learnt. */
export async function settleErrorEstimate(
  ctx: Ctx,
  version: ClaimedVersion,
  looked: { tookMs: number; hasLearnt: boolean },
): Promise<void> {
  const nowMs = ctx.now().getTime();
  const restsUntil = new Date(nowMs + Math.min(MOST_REST_MS, Math.max(REST_MS, REST_FACTOR * looked.tookMs)));
  const again = looked.hasLearnt ? new Date(Math.max(restsUntil.getTime(), nowMs + AGAIN_MS)) : null;
  await ctx.db.$executeRaw`
    update error_estimates set claim = null, claimed_until = null, rests_until = ${restsUntil},
      due_at = case when marks = ${version.marks} then ${again}::timestamptz else ${restsUntil} end
    where model_id = ${version.modelId}::uuid and version_number = ${version.versionNumber} and claim = ${version.claim}::uuid`;
}

/** Forgets a version that was deleted; what was counted of it goes too. */
export async function forgetErrorEstimate(ctx: Ctx, { modelId, versionNumber }: VersionKey): Promise<void> {
  await ctx.db.estimatedErrorDay.deleteMany({ where: { modelId, versionNumber } });
  await ctx.db.errorEstimate.deleteMany({ where: { modelId, versionNumber } });
}

/** What was learnt of a version without its trees; null before. */
export async function findLearntErrors(
  ctx: Ctx,
  { projectId, modelId, versionNumber }: VersionKey,
): Promise<LearntErrors | null> {
  const row = await ctx.db.errorEstimate.findFirst({
    where: { projectId, modelId, versionNumber },
    select: { learnt: true },
  });
  // The column holds what this room wrote.
  return row?.learnt ? (row.learnt as unknown as LearntErrors) : null;
}

export interface ErrorFit {
  /** Days that were counted by another are counted anew. */
  fit: string;
  learnt: LearntErrors;
  trees: ErrorTrees;
}

/** Everything that was learnt of a version; null before. */
export async function findErrorFit(ctx: Ctx, { modelId, versionNumber }: VersionKey): Promise<ErrorFit | null> {
  const row = await ctx.db.errorEstimate.findUnique({
    where: { modelId_versionNumber: { modelId, versionNumber } },
    select: { fit: true, learnt: true, trees: true },
  });
  return row?.fit && row.learnt && row.trees
    ? { fit: row.fit, learnt: row.learnt as unknown as LearntErrors, trees: treesFromJson(row.trees) }
    : null;
}

/** Saves what a claimed version has learnt under a new name; null where another worker has it now. */
export async function saveErrorFit(
  ctx: Ctx,
  version: ClaimedVersion,
  { learnt, trees }: Omit<ErrorFit, 'fit'>,
): Promise<ErrorFit | null> {
  const fit = uuid7();
  const { count } = await ctx.db.errorEstimate.updateMany({
    where: own(version),
    // Lists, texts and numbers only, which the interfaces they are told by do not say.
    data: {
      fit,
      learnt: learnt as unknown as Prisma.InputJsonObject,
      trees: treesToJson(trees) as unknown as Prisma.InputJsonObject,
    },
  });
  return count === 1 ? { fit, learnt, trees } : null;
}

export interface EstimatedErrorDay {
  dayMs: number;
  ownDayMs: number;
  fit: string;
  rowsOfDay: number;
  rows: number;
  looked: number;
  absolute: number;
  squares: number;
}

/** What is expected of a version's days of the log, the oldest first. */
export async function listEstimatedErrorDays(
  ctx: Ctx,
  of: DaysOfModel & { versionNumber: number },
): Promise<EstimatedErrorDay[]> {
  const rows = await ctx.db.estimatedErrorDay.findMany({
    where: { ...whereDays(of), versionNumber: of.versionNumber },
    orderBy: [{ day: 'asc' }, { ownDay: 'asc' }],
  });
  return rows.map(({ day, ownDay, fit, rowsOfDay, rows: answered, looked, absolute, squares }) => ({
    dayMs: day.getTime(),
    ownDayMs: ownDay.getTime(),
    fit,
    rowsOfDay,
    rows: answered,
    looked,
    absolute,
    squares,
  }));
}

/** Replaces what is expected of a day of the log, while the version is held. False, and nothing done, where another worker has it now. */
export async function replaceEstimatedErrorDay(
  ctx: Ctx,
  version: ClaimedVersion,
  dayMs: number,
  found: readonly EstimatedErrorDay[],
): Promise<boolean> {
  const { projectId, modelId, versionNumber } = version;
  const day = new Date(dayMs);
  return ctx.begin(async (db) => {
    if (!(await keepErrorEstimate({ ...ctx, db }, version))) return false;
    await db.estimatedErrorDay.deleteMany({ where: { modelId, versionNumber, day } });
    await db.estimatedErrorDay.createMany({
      data: found.map(({ dayMs: _, ownDayMs, ...sums }) => ({
        ...sums,
        projectId,
        modelId,
        versionNumber,
        day,
        ownDay: new Date(ownDayMs),
      })),
    });
    return true;
  });
}
