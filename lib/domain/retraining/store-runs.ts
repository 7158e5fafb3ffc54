import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { Prisma, type TrainingRun as RunRow } from '@/prisma/generated/client';
import {
  type LogPage,
  OutsideTrainer,
  Pinned,
  Recipe,
  RoundLoss,
  type RunDetail,
  RunOutcome,
  RunProblem,
  RunState,
  RunStep,
  StartedBy,
  type TrainingRun,
} from './schema';

export interface StoredRun extends RunDetail {
  projectId: string;
}

export const toRun = (row: RunRow): StoredRun => ({
  id: row.id,
  projectId: row.projectId,
  modelId: row.modelId,
  number: row.number,
  state: RunState.parse(row.state),
  isStopping: row.cancelled && row.finishedAt === null,
  startedBy: StartedBy.parse(row.startedBy),
  recipe: Recipe.parse(row.recipe),
  pinned: Pinned.nullable().parse(row.pinned),
  steps: z.array(RunStep).parse(row.steps),
  progress: row.progress,
  losses: z.array(RoundLoss).parse(row.losses),
  outcome: RunOutcome.nullable().parse(row.outcome),
  outside: OutsideTrainer.nullable().parse(row.outside),
  problem: RunProblem.nullable().parse(row.problem),
  versionNumber: row.versionNumber,
  attempts: row.attempts,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

const withoutLosses = ({ losses: _, projectId: __, ...run }: StoredRun): TrainingRun => run;

/** No other run of the model is begun until the transaction ends. */
export async function lockRuns(ctx: Ctx, modelId: string): Promise<void> {
  await ctx.db.$executeRaw`select pg_advisory_xact_lock(hashtext(${`training-runs/${modelId}`}))`;
}

export const countOpenRuns = (ctx: Ctx, modelId: string): Promise<number> =>
  ctx.db.trainingRun.count({ where: { modelId, finishedAt: null } });

/** When runs of a model were asked for, the newest first: those since a moment, or the last one. */
export async function listStarts(
  ctx: Ctx,
  modelId: string,
  since: Date | null,
): Promise<{ at: Date; startedBy: StartedBy }[]> {
  const rows = await ctx.db.trainingRun.findMany({
    where: { modelId, ...(since === null ? {} : { createdAt: { gt: since } }) },
    orderBy: { number: 'desc' },
    take: since === null ? 1 : 1000,
    select: { createdAt: true, startedBy: true },
  });
  return rows.map(({ createdAt, startedBy }) => ({ at: createdAt, startedBy: StartedBy.parse(startedBy) }));
}

/** Puts a run in the line, with the next number of its model. Under the lock of its runs. */
export async function insertRun(
  ctx: Ctx,
  run: {
    projectId: string;
    modelId: string;
    priority: number;
    startedBy: StartedBy;
    recipe: Recipe;
    createdBy: string;
  },
): Promise<TrainingRun> {
  const now = ctx.now();
  const last = await ctx.db.trainingRun.findFirst({
    where: { modelId: run.modelId },
    orderBy: { number: 'desc' },
    select: { number: true },
  });
  return withoutLosses(
    toRun(
      await ctx.db.trainingRun.create({
        data: { ...run, id: uuid7(now.getTime()), number: (last?.number ?? 0) + 1, createdAt: now },
      }),
    ),
  );
}

export async function listRunRows(
  ctx: Ctx,
  modelId: string,
  page: { before: number | null; limit: number },
): Promise<TrainingRun[]> {
  const rows = await ctx.db.trainingRun.findMany({
    where: { modelId, ...(page.before === null ? {} : { number: { lt: page.before } }) },
    orderBy: { number: 'desc' },
    take: page.limit,
  });
  return rows.map((row) => withoutLosses(toRun(row)));
}

export async function findRun(ctx: Ctx, modelId: string, number: number): Promise<RunDetail | null> {
  const row = await ctx.db.trainingRun.findUnique({ where: { modelId_number: { modelId, number } } });
  if (!row) return null;
  const { projectId: _, ...run } = toRun(row);
  return run;
}

export async function findRunNumber(ctx: Ctx, of: { modelId: string; id: string }): Promise<number | null> {
  return (await ctx.db.trainingRun.findFirst({ where: of, select: { number: true } }))?.number ?? null;
}

export async function listLogLines(
  ctx: Ctx,
  runId: string,
  page: { after: number; limit: number },
): Promise<LogPage['lines']> {
  const rows = await ctx.db.trainingLogLine.findMany({
    where: { runId, number: { gt: page.after } },
    orderBy: { number: 'asc' },
    take: page.limit,
  });
  return rows.map(({ number, at, text }) => ({ number, at: at.toISOString(), text }));
}

/** Asks a run to end; one that waits, or that a trainer outside has, ends at once. Null where it is over. */
export async function cancelRun(ctx: Ctx, id: string): Promise<TrainingRun | null> {
  const now = ctx.now();
  const { count } = await ctx.db.trainingRun.updateMany({ where: { id, finishedAt: null }, data: { cancelled: true } });
  if (count === 0) return null;
  await ctx.db.trainingRun.updateMany({
    where: { id, state: { in: ['waiting', 'offered', 'claimed'] } },
    data: { state: 'stopped', finishedAt: now, lease: null, leaseUntil: null },
  });
  return withoutLosses(toRun(await ctx.db.trainingRun.findUniqueOrThrow({ where: { id } })));
}

/**
 * Takes the run that goes next, or one whose worker's lease ran out, and leases it; two workers never get the same one. It begins anew:
 * what an earlier try had is forgotten, but for its log. System scope.
 */
export async function claimRun(ctx: Ctx, lease: { id: string; ms: number }): Promise<StoredRun | null> {
  const now = ctx.now();
  return ctx.begin(async (db) => {
    const [first] = await db.$queryRaw<{ id: string }[]>`
      select id from training_runs
      where finished_at is null and state in ('waiting', 'running') and (lease_until is null or lease_until < ${now})
      order by priority desc, created_at, id limit 1 for update skip locked`;
    if (!first) return null;
    return toRun(
      await db.trainingRun.update({
        where: { id: first.id },
        data: {
          state: 'running',
          attempts: { increment: 1 },
          lease: lease.id,
          leaseUntil: new Date(now.getTime() + lease.ms),
          startedAt: now,
          steps: [],
          losses: [],
          progress: 0,
        },
      }),
    );
  });
}

/** Adds to the log of a run whose row this transaction holds. */
export async function insertLines(
  ctx: Ctx,
  of: { id: string; projectId: string },
  lines: readonly { at: Date; text: string }[],
): Promise<void> {
  if (lines.length === 0) return;
  const last = await ctx.db.trainingLogLine.aggregate({ where: { runId: of.id }, _max: { number: true } });
  const from = (last._max.number ?? 0) + 1;
  await ctx.db.trainingLogLine.createMany({
    data: lines.map(({ at, text }, i) => ({ runId: of.id, projectId: of.projectId, number: from + i, at, text })),
  });
}

export interface RunNotes {
  steps: RunStep[];
  progress: number;
  losses: RoundLoss[];
  pinned: Pinned | null;
  lines: { at: Date; text: string }[];
}

/** Keeps the lease and writes down what was said since. Null where the lease was lost. System scope. */
export async function noteRun(
  ctx: Ctx,
  of: { id: string; projectId: string; lease: string },
  { lines, pinned, ...notes }: RunNotes,
  leaseMs: number,
): Promise<{ cancelled: boolean } | null> {
  return ctx.begin(async (db) => {
    const now = ctx.now();
    const { count } = await db.trainingRun.updateMany({
      where: { id: of.id, lease: of.lease },
      data: { ...notes, ...(pinned === null ? {} : { pinned }), leaseUntil: new Date(now.getTime() + leaseMs) },
    });
    if (count === 0) return null;
    await insertLines({ ...ctx, db }, of, lines);
    return db.trainingRun.findUniqueOrThrow({ where: { id: of.id }, select: { cancelled: true } });
  });
}

export type RunEnd =
  | { state: 'finished'; outcome: RunOutcome | null; versionNumber: number }
  | { state: 'failed'; problem: RunProblem }
  | { state: 'stopped' };

/** Ends a run; false where its lease was lost, and then another worker has it or has ended it. System scope. */
export async function endRun(ctx: Ctx, of: { id: string; lease: string }, end: RunEnd): Promise<boolean> {
  const { count } = await ctx.db.trainingRun.updateMany({
    where: { id: of.id, lease: of.lease, finishedAt: null },
    data: {
      ...(end.state === 'finished' ? { ...end, outcome: end.outcome ?? Prisma.DbNull, progress: 1 } : end),
      finishedAt: ctx.now(),
      lease: null,
      leaseUntil: null,
    },
  });
  return count > 0;
}

/** Puts a run back in the line, as if this try had not been; for a worker that stops. System scope. */
export async function returnRun(ctx: Ctx, of: { id: string; lease: string }): Promise<void> {
  await ctx.db.trainingRun.updateMany({
    where: { ...of, finishedAt: null },
    data: { state: 'waiting', attempts: { decrement: 1 }, lease: null, leaseUntil: null },
  });
}

/** Runs that learnt from a version of a dataset, with the version of the model that came out. */
export async function listRunsOn(
  ctx: Ctx,
  of: { projectId: string; datasetId: string; datasetNumber: number },
): Promise<{ modelId: string; run: number; version: number | null }[]> {
  return ctx.db.$queryRaw<{ modelId: string; run: number; version: number | null }[]>`
    select model_id as "modelId", number as run, version_number as version from training_runs
    where project_id = ${of.projectId}::uuid and pinned ->> 'datasetId' = ${of.datasetId}
      and (pinned ->> 'datasetNumber')::int = ${of.datasetNumber} order by model_id, number`;
}
