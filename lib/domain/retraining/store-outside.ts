import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { OutsideTrainer, RunStep } from './schema';
import { insertLines, type StoredRun, toRun } from './store-runs';

/** Offers a run whose rows are pinned to trainers outside. False where its lease was lost or somebody stopped it. System scope. */
export async function offerRow(ctx: Ctx, of: { id: string; lease: string }): Promise<boolean> {
  const { count } = await ctx.db.trainingRun.updateMany({
    where: { ...of, finishedAt: null, cancelled: false },
    data: { state: 'offered', attempts: 0, lease: null, leaseUntil: null },
  });
  return count > 0;
}

export interface NewClaim {
  lease: string;
  leaseUntil: Date;
  trainer: OutsideTrainer;
}

const claimData = (run: StoredRun, { lease, leaseUntil, trainer }: NewClaim, now: Date) => ({
  state: 'claimed',
  attempts: run.state === 'running' ? 1 : run.attempts + 1,
  lease,
  leaseUntil,
  startedAt: now,
  outside: trainer,
  progress: 0,
  steps: [
    ...run.steps.filter(({ name }) => name === 'rows'),
    { name: 'training', startedAt: now.toISOString(), endedAt: null },
  ] satisfies RunStep[],
});

/** Gives a run that a worker holds to a pipeline. False where its lease was lost or somebody stopped it. System scope. */
export async function claimForPipeline(ctx: Ctx, run: StoredRun, lease: string, claim: NewClaim): Promise<boolean> {
  const { count } = await ctx.db.trainingRun.updateMany({
    where: { id: run.id, lease, finishedAt: null, cancelled: false },
    data: claimData(run, claim, ctx.now()),
  });
  return count > 0;
}

/** The run of a project that a trainer outside may take next, held until the transaction ends; one that nobody was heard of is taken again. */
export async function holdOffered(ctx: Ctx, projectId: string, mostAttempts: number): Promise<StoredRun | null> {
  const [first] = await ctx.db.$queryRaw<{ id: string }[]>`
    select id from training_runs
    where project_id = ${projectId}::uuid and finished_at is null and attempts < ${mostAttempts}
      and (state = 'offered' or
        (state = 'claimed' and recipe->'method'->>'algorithm' = 'python' and lease_until < ${ctx.now()}))
    order by priority desc, created_at, id limit 1 for update skip locked`;
  return first ? toRun(await ctx.db.trainingRun.findUniqueOrThrow({ where: { id: first.id } })) : null;
}

/** Gives a run that `holdOffered` holds to a trainer. */
export async function giveRow(ctx: Ctx, run: StoredRun, claim: NewClaim): Promise<void> {
  await ctx.db.trainingRun.update({ where: { id: run.id }, data: claimData(run, claim, ctx.now()) });
}

/** The run that a trainer outside has by this claim, held until the transaction ends; null where it is over or another's. */
export async function holdClaimed(ctx: Ctx, claim: string): Promise<{ run: StoredRun; leaseUntil: Date } | null> {
  const [first] = await ctx.db.$queryRaw<{ id: string }[]>`
    select id from training_runs where lease = ${claim}::uuid and state = 'claimed' and finished_at is null for update`;
  if (!first) return null;
  const row = await ctx.db.trainingRun.findUniqueOrThrow({ where: { id: first.id } });
  return { run: toRun(row), leaseUntil: row.leaseUntil ?? ctx.now() };
}

export interface ClaimNotes {
  leaseUntil: Date;
  lines: readonly { at: Date; text: string }[];
  progress?: number;
  steps?: RunStep[];
  outside?: OutsideTrainer;
}

/** Writes what a trainer said, of a run that `holdClaimed` holds. */
export async function noteRow(ctx: Ctx, run: StoredRun, { lines, ...notes }: ClaimNotes): Promise<void> {
  await ctx.db.trainingRun.update({ where: { id: run.id }, data: notes });
  await insertLines(ctx, run, lines);
}

/** A run whose trainer took longer than its recipe allows, or whose trainers were not heard of again; held. System scope. */
export async function holdLost(ctx: Ctx, mostAttempts: number): Promise<{ run: StoredRun; lease: string } | null> {
  const now = ctx.now();
  const [first] = await ctx.db.$queryRaw<{ id: string }[]>`
    select id from training_runs where state = 'claimed' and finished_at is null
      and (started_at + make_interval(mins => (recipe->>'maxMinutes')::int) < ${now}
        or (lease_until < ${now} and attempts >= ${mostAttempts}))
    order by created_at, id limit 1 for update skip locked`;
  if (!first) return null;
  const row = await ctx.db.trainingRun.findUniqueOrThrow({ where: { id: first.id } });
  return { run: toRun(row), lease: row.lease ?? '' };
}
