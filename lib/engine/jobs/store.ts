import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { Job as JobRow } from '@/prisma/generated/client';

export interface Job {
  id: string;
  projectId: string;
  kind: string;
  payload: unknown;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  /** 0 to 1. */
  progress: number;
  message: string;
  attempts: number;
  cancelled: boolean;
  createdBy: string;
  createdAt: Date;
}

const toJob = (row: JobRow): Job => ({
  id: row.id,
  projectId: row.projectId,
  kind: row.kind,
  payload: row.payload,
  // The column holds one of the states: only this room writes it.
  state: row.state as Job['state'],
  progress: row.progress,
  message: row.message,
  attempts: row.attempts,
  cancelled: row.cancelled,
  createdBy: row.createdBy,
  createdAt: row.createdAt,
});

export async function insertJob(
  ctx: Ctx,
  job: { projectId: string; kind: string; payload: object; createdBy: string },
): Promise<Job> {
  return toJob(await ctx.db.job.create({ data: { ...job, createdAt: ctx.now() } }));
}

/** Jobs of a kind in a project, newest first. */
export async function listJobs(ctx: Ctx, projectId: string, kind: string, limit: number): Promise<Job[]> {
  const rows = await ctx.db.job.findMany({
    where: { projectId, kind },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows.map(toJob);
}

/**
 * Takes the oldest job that waits, or whose worker's lease ran out, and leases it. Two workers never get the same one.
 * System scope.
 */
export async function claimJob(
  ctx: Ctx,
  input: { kinds: readonly string[]; leaseMs: number; maxAttempts: number },
): Promise<Job | null> {
  const now = ctx.now();
  return ctx.begin(async (db) => {
    const found = await db.$queryRaw<{ id: string }[]>`
      select id from jobs where kind = any(${[...input.kinds]}) and not cancelled and attempts < ${input.maxAttempts}
        and (state = 'waiting' or (state = 'running' and lease_until < ${now}))
        and (lease_until is null or lease_until < ${now})
      order by created_at, id limit 1 for update skip locked`;
    const [first] = found;
    if (!first) return null;
    return toJob(
      await db.job.update({
        where: { id: first.id },
        data: {
          state: 'running',
          attempts: { increment: 1 },
          leaseUntil: new Date(now.getTime() + input.leaseMs),
          startedAt: now,
        },
      }),
    );
  });
}

/** Keeps a lease and tells how far the work is. Returns whether the job was cancelled meanwhile. */
export async function beatJob(
  ctx: Ctx,
  id: string,
  beat: { leaseMs: number; progress?: number; message?: string; payload?: object },
): Promise<{ cancelled: boolean }> {
  const row = await ctx.db.job.update({
    where: { id },
    data: {
      leaseUntil: new Date(ctx.now().getTime() + beat.leaseMs),
      ...(beat.progress === undefined ? {} : { progress: beat.progress }),
      ...(beat.message === undefined ? {} : { message: beat.message.slice(0, 500) }),
      // Work that got further is no poison: its attempts are counted anew.
      ...(beat.payload === undefined ? {} : { payload: beat.payload, attempts: 1 }),
    },
    select: { cancelled: true },
  });
  return row;
}

export async function endJob(
  ctx: Ctx,
  id: string,
  end: { state: 'done' | 'failed' | 'cancelled'; message?: string },
): Promise<void> {
  await ctx.db.job.update({
    where: { id },
    data: {
      state: end.state,
      finishedAt: ctx.now(),
      leaseUntil: null,
      ...(end.state === 'done' ? { progress: 1 } : {}),
      ...(end.message === undefined ? {} : { message: end.message.slice(0, 500) }),
    },
  });
}

/** Puts a job back, to be taken again after `waitMs`. */
export async function postponeJob(ctx: Ctx, id: string, waitMs: number, countsAsAttempt: boolean): Promise<void> {
  await ctx.db.job.update({
    where: { id },
    data: {
      state: 'waiting',
      leaseUntil: new Date(ctx.now().getTime() + waitMs),
      ...(countsAsAttempt ? {} : { attempts: { decrement: 1 } }),
    },
  });
}

/** Asks a job to end; one that waits ends at once. */
export async function cancelJob(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.job.updateMany({ where: { id, state: { in: ['waiting', 'running'] } }, data: { cancelled: true } });
  await ctx.db.job.updateMany({
    where: { id, state: 'waiting' },
    data: { state: 'cancelled', finishedAt: ctx.now() },
  });
}
