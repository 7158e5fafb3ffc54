import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { Prisma } from '@/prisma/generated/client';

const LEASE_MS = 120_000;

interface OfVersion {
  projectId: string;
  modelId: string;
  versionNumber: number;
}

/** A version that this worker alone learns of, until its lease ends. */
export interface ClaimedImportance extends OfVersion {
  claim: string;
  /** Rows of the log when it was last learnt; null before. */
  logRows: number | null;
}

/** Every version that has a reference gets its row. System scope. */
export async function noteImportances(ctx: Ctx): Promise<void> {
  await ctx.db.$executeRaw`
    insert into column_importances (model_id, version_number, project_id, due_at)
    select distinct model_id, version_number, project_id, ${ctx.now()}::timestamptz
    from reference_profiles where dataset_id is not null and model_id in (select id from models)
    on conflict (model_id, version_number) do nothing`;
}

/** Takes a version that is due; null where none is. Two workers never get the same one. System scope. */
export async function claimImportance(ctx: Ctx): Promise<ClaimedImportance | null> {
  const now = ctx.now();
  const claim = uuid7();
  const [found] = await ctx.begin(
    (db) => db.$queryRaw<Omit<ClaimedImportance, 'claim'>[]>`
      update column_importances set claim = ${claim}::uuid, claimed_until = ${new Date(now.getTime() + LEASE_MS)}
      where (model_id, version_number) = (
        select model_id, version_number from column_importances
        where due_at <= ${now} and (claimed_until is null or claimed_until < ${now})
        order by due_at limit 1 for update skip locked
      ) returning project_id as "projectId", model_id as "modelId", version_number as "versionNumber", log_rows as "logRows"`,
  );
  return found ? { ...found, claim } : null;
}

const Part = z.object({ rows: z.int(), days: z.int() });
const StoredImportance = z.object({
  measure: z.enum(['r2', 'accuracy']),
  score: z.number(),
  baseline: z.number(),
  skill: z.number(),
  learnt: Part,
  heldOut: Part,
  /** The days of the rows, as milliseconds. */
  fromMs: z.number(),
  toMs: z.number(),
  columns: z.record(z.string(), z.number()),
  /** Columns that these were chosen from; absent where it was learnt before any were. */
  chosenOf: z.int().optional(),
});
export type StoredImportance = z.infer<typeof StoredImportance>;

/**
 * Gives a claimed version back, due again after some time, with what was learnt of it: null is that nothing could be, undefined that nothing
 * was looked at. Nothing is kept where another worker has it now.
 */
export async function settleImportance(
  ctx: Ctx,
  { modelId, versionNumber, claim }: ClaimedImportance,
  { inMs, learnt }: { inMs: number; learnt?: { logRows: number; result: StoredImportance | null } | undefined },
): Promise<void> {
  await ctx.db.columnImportance.updateMany({
    where: { modelId, versionNumber, claim },
    data: {
      claim: null,
      claimedUntil: null,
      dueAt: new Date(ctx.now().getTime() + inMs),
      ...(learnt ? { logRows: learnt.logRows, result: learnt.result ?? Prisma.DbNull, learntAt: ctx.now() } : {}),
    },
  });
}

/** What is known of a version; `looked` is false until a worker has looked at it. */
export async function findImportance(
  ctx: Ctx,
  { modelId, versionNumber }: Omit<OfVersion, 'projectId'>,
): Promise<{ looked: boolean; result: StoredImportance | null; learntAt: Date | null }> {
  const row = await ctx.db.columnImportance.findUnique({
    where: { modelId_versionNumber: { modelId, versionNumber } },
    select: { result: true, learntAt: true },
  });
  return {
    looked: row?.learntAt != null,
    result: row?.result ? StoredImportance.parse(row.result) : null,
    learntAt: row?.learntAt ?? null,
  };
}
