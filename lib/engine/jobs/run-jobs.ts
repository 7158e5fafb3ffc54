import type { Ctx } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import { beatJob, claimJob, endJob, type Job, postponeJob } from './store';

const LEASE_MS = 30_000;
const BEAT_MS = 5_000;
const MAX_ATTEMPTS = 5;

export class JobCancelled extends Error {
  constructor() {
    super('the job was cancelled');
    this.name = 'JobCancelled';
  }
}

/** What a handler throws to be called again later without counting it as a failure. */
export class JobNotYet extends Error {
  readonly waitMs: number;
  constructor(waitMs: number) {
    super('the job cannot run yet');
    this.name = 'JobNotYet';
    this.waitMs = waitMs;
  }
}

export interface JobTools {
  /** Tells how far the work is and keeps what it needs to go on after a death. Throws JobCancelled when somebody stopped it. */
  report: (state: { progress?: number; message?: string; payload?: object }) => Promise<void>;
  /** Aborted when the job is cancelled, its lease is lost or the worker stops. */
  signal: AbortSignal;
}

export type JobHandler = (ctx: Ctx, job: Job, tools: JobTools) => Promise<void>;

/**
 * Takes one job and works on it, with a heartbeat; a job whose worker died is taken again when its lease has run out, five times
 * at most. Returns false when there was nothing to do.
 */
export async function runNextJob(
  ctx: Ctx,
  handlers: Readonly<Record<string, JobHandler>>,
  stopping: AbortSignal,
): Promise<boolean> {
  const job = await claimJob(ctx, { kinds: Object.keys(handlers), leaseMs: LEASE_MS, maxAttempts: MAX_ATTEMPTS });
  if (!job) return false;
  const handler = handlers[job.kind];
  if (!handler) throw new Error(`no handler for jobs of kind ${job.kind}`);
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, stopping]);
  const beat = setInterval(() => {
    beatJob(ctx, job.id, { leaseMs: LEASE_MS }).then(
      ({ cancelled }) => cancelled && ending.abort(new JobCancelled()),
      () => ending.abort(new Error('the lease could not be kept')),
    );
  }, BEAT_MS);
  try {
    await handler(ctx, job, {
      signal,
      async report(state) {
        signal.throwIfAborted();
        const { cancelled } = await beatJob(ctx, job.id, { leaseMs: LEASE_MS, ...state });
        if (cancelled) throw new JobCancelled();
      },
    });
    // A handler that returns because it was told to stop has not finished.
    signal.throwIfAborted();
    await endJob(ctx, job.id, { state: 'done' });
  } catch (error) {
    clearInterval(beat);
    await settle(ctx, job, stopping.aborted ? new JobNotYet(0) : error);
  } finally {
    clearInterval(beat);
  }
  return true;
}

async function settle(ctx: Ctx, job: Job, error: unknown): Promise<void> {
  if (error instanceof JobNotYet) return postponeJob(ctx, job.id, error.waitMs, false);
  if (error instanceof JobCancelled) return endJob(ctx, job.id, { state: 'cancelled' });
  ctx.log.error({ err: error, job: job.id, kind: job.kind, attempt: job.attempts }, 'a job failed');
  const isFinal = job.attempts >= MAX_ATTEMPTS || (isAppError(error) && error.code !== 'unavailable');
  if (isFinal)
    await endJob(ctx, job.id, {
      state: 'failed',
      message: isAppError(error)
        ? error.message
        : 'Something went wrong on our side. The log of the worker tells more.',
    });
  else await postponeJob(ctx, job.id, 2000 * 2 ** job.attempts, true);
}
