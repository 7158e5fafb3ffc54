import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import type { TogetherMeasure } from '@/lib/pure/drift/measure-together';
import type { Prisma } from '@/prisma/generated/client';

/** Reading the log of many rows takes minutes. */
const LEASE_MS = 600_000;

/** A version that this worker alone looks at, for as long as it keeps it. */
export interface ClaimedVersion {
  projectId: string;
  modelId: string;
  versionNumber: number;
  profileId: string;
  claim: string;
}

/** Every version that has a reference gets its row, due at once where the reference is new. System scope. */
export async function noteReferences(ctx: Ctx): Promise<void> {
  await ctx.db.$executeRaw`
    insert into together_versions (model_id, version_number, project_id, profile_id, due_at)
    select distinct on (model_id, version_number) model_id, version_number, project_id, id, ${ctx.now()}::timestamptz
    from reference_profiles where dataset_id is not null and model_id in (select id from models)
    order by model_id, version_number, created_at desc
    on conflict (model_id, version_number) do update set profile_id = excluded.profile_id, due_at = excluded.due_at
    where together_versions.profile_id <> excluded.profile_id`;
}

/** Takes a version that is due; null where none is. Two workers never get the same one. System scope. */
export async function claimVersion(ctx: Ctx): Promise<ClaimedVersion | null> {
  const now = ctx.now();
  const claim = uuid7();
  const [found] = await ctx.begin(
    (db) => db.$queryRaw<Omit<ClaimedVersion, 'claim'>[]>`
      update together_versions set claim = ${claim}::uuid, claimed_until = ${new Date(now.getTime() + LEASE_MS)}
      where (model_id, version_number) = (
        select model_id, version_number from together_versions
        where due_at <= ${now} and (claimed_until is null or claimed_until < ${now})
        order by due_at limit 1 for update skip locked
      ) returning project_id as "projectId", model_id as "modelId", version_number as "versionNumber", profile_id as "profileId"`,
  );
  return found ? { ...found, claim } : null;
}

/** Keeps a claimed version; false where another worker has it now. */
export async function keepVersion(ctx: Ctx, { modelId, versionNumber, claim }: ClaimedVersion): Promise<boolean> {
  const { count } = await ctx.db.togetherVersion.updateMany({
    where: { modelId, versionNumber, claim },
    data: { claimedUntil: new Date(ctx.now().getTime() + LEASE_MS) },
  });
  return count === 1;
}

/** Gives a claimed version back, due again after some time. Nothing where another worker has it now. */
export async function settleVersion(ctx: Ctx, { modelId, versionNumber, claim }: ClaimedVersion, inMs: number) {
  await ctx.db.togetherVersion.updateMany({
    where: { modelId, versionNumber, claim },
    data: { claim: null, claimedUntil: null, dueAt: new Date(ctx.now().getTime() + inMs) },
  });
}

const StoredColumn = z.object({
  /** Part in telling the rows apart; null where the column was left out, or nothing was told. */
  gain: z.number().nullable(),
  /** Mean distance of the values from their image; null where there are no components. */
  off: z.number().nullable(),
});
const StoredColumns = z.record(z.string(), StoredColumn);

export interface TogetherDay {
  dayMs: number;
  rows: number;
  measuredRows: number;
  referenceRows: number;
  referenceDays: number | null;
  components: number | null;
  error: number | null;
  errorScore: number | null;
  auc: number | null;
  columns: z.infer<typeof StoredColumns>;
}

/** Replaces what is known of a day. */
export async function saveTogetherDay(
  ctx: Ctx,
  { projectId, modelId, versionNumber, profileId }: ClaimedVersion,
  day: { dayMs: number; rows: number; measuredRows: number; names: readonly string[] },
  { reference, reconstruction, classifier }: TogetherMeasure,
): Promise<void> {
  const columns: z.infer<typeof StoredColumns> = Object.fromEntries(
    day.names.map((name) => [
      name,
      { gain: classifier?.gains.get(name) ?? null, off: reconstruction?.off.get(name) ?? null },
    ]),
  );
  const key = { modelId, versionNumber, profileId, day: new Date(day.dayMs) };
  const data = {
    projectId,
    rows: day.rows,
    measuredRows: day.measuredRows,
    referenceRows: reference.rows,
    referenceDays: reference.days,
    components: reconstruction?.components ?? null,
    error: reconstruction?.error ?? null,
    errorScore: reconstruction?.score ?? null,
    auc: classifier?.auc ?? null,
    columns: columns satisfies Prisma.InputJsonValue,
    measuredAt: ctx.now(),
  };
  await ctx.db.togetherDay.upsert({
    where: { modelId_versionNumber_profileId_day: key },
    create: { ...key, ...data },
    update: data,
  });
}

interface OfReference {
  modelId: string;
  versionNumber: number;
  profileId: string;
}

/** What was measured against earlier references of a version is of no use any more. */
export async function dropOtherReferences(ctx: Ctx, { modelId, versionNumber, profileId }: OfReference): Promise<void> {
  await ctx.db.togetherDay.deleteMany({ where: { modelId, versionNumber, profileId: { not: profileId } } });
}

/** Rows that each measured day had when it was measured, by the day. */
export async function listMeasuredRows(
  ctx: Ctx,
  { modelId, versionNumber, profileId }: OfReference,
): Promise<Map<number, number>> {
  const days = await ctx.db.togetherDay.findMany({
    where: { modelId, versionNumber, profileId },
    select: { day: true, rows: true },
  });
  return new Map(days.map(({ day, rows }) => [day.getTime(), rows]));
}

/** Another one whenever anything was written of the days of a version against one reference. */
export async function stampTogetherDays(ctx: Ctx, { modelId, versionNumber, profileId }: OfReference): Promise<string> {
  const [found] = await ctx.db.$queryRaw<{ stamp: string | null }[]>`
    select md5(string_agg(xmin::text || ctid::text, ',' order by ctid)) as stamp from together_days
    where model_id = ${modelId}::uuid and version_number = ${versionNumber} and profile_id = ${profileId}::uuid`;
  return found?.stamp ?? '';
}

/** What is known of the days of a version against one reference, the oldest first. */
export async function listTogetherDays(
  ctx: Ctx,
  { modelId, versionNumber, profileId }: OfReference,
  range: { fromMs: number; toMs: number },
): Promise<TogetherDay[]> {
  const days = await ctx.db.togetherDay.findMany({
    where: { modelId, versionNumber, profileId, day: { gte: new Date(range.fromMs), lte: new Date(range.toMs) } },
    orderBy: { day: 'asc' },
  });
  return days.map(({ day, columns, ...row }) => ({
    ...row,
    dayMs: day.getTime(),
    columns: StoredColumns.parse(columns),
  }));
}
