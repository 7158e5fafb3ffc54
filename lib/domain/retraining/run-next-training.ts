import { TrainerEnded, TrainerRefused } from '@/lib/engine/trainer';
import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import { uuid7 } from '@/lib/platform/uuid7';
import type { InferRows } from '../validation';
import { LEASE_MS, LeaseLost, openNotebook, RunStopped } from './run-notebook';
import type { RunProblem } from './schema';
import { claimRun, endRun, type RunEnd, returnRun, type StoredRun } from './store-runs';
import { tellRefusal } from './tell-refusal';
import { RunFault, work } from './work-on-run';

/** A run whose worker died so often takes its workers along. */
const MOST_ATTEMPTS = 10;

export interface TrainingTools {
  infer: InferRows;
  wait: (ms: number) => Promise<void>;
  /** Of the worker. */
  stopping: AbortSignal;
}

/**
 * Takes the training run that goes next and works on it to its end, keeping a lease; one whose worker died is taken again, ten times at
 * most. Returns false when there was nothing to do. System scope.
 */
export async function runNextTraining(ctx: Ctx, tools: TrainingTools): Promise<boolean> {
  const lease = uuid7();
  const run = await claimRun(ctx, { id: lease, ms: LEASE_MS });
  if (!run) return false;
  const end = run.isStopping
    ? ({ state: 'stopped' } as const)
    : run.attempts > MOST_ATTEMPTS
      ? ({ state: 'failed', problem: problem('worker_died', { attempts: MOST_ATTEMPTS }) } as const)
      : await tryRun(ctx, run, lease, tools);
  if (end === 'lost') return true;
  if (end === 'later') await returnRun(ctx, { id: run.id, lease });
  else await finish(ctx, run, lease, end);
  return true;
}

async function tryRun(
  ctx: Ctx,
  run: StoredRun,
  lease: string,
  tools: TrainingTools,
): Promise<RunEnd | 'lost' | 'later'> {
  const ending = new AbortController();
  const notebook = openNotebook(ctx, run, lease, ending);
  const signal = AbortSignal.any([ending.signal, tools.stopping]);
  try {
    const made = await work(ctx, run, { notebook, signal, infer: tools.infer, wait: tools.wait });
    return { state: 'finished', ...made };
  } catch (given) {
    const error = ending.signal.aborted ? ending.signal.reason : given;
    if (error instanceof LeaseLost) return 'lost';
    if (error instanceof RunStopped) {
      notebook.say('Stopped.');
      return { state: 'stopped' };
    }
    if (tools.stopping.aborted) return 'later';
    const found = toProblem(error);
    if (found.code === 'internal') ctx.log.error({ err: error, run: run.id }, 'a training run failed');
    notebook.say(found.message);
    return { state: 'failed', problem: found };
  } finally {
    await notebook.close().catch(() => {});
  }
}

async function finish(ctx: Ctx, run: StoredRun, lease: string, end: RunEnd): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if (!(await endRun(tx, { id: run.id, lease }, end))) return;
    await audit(tx, {
      action: `training-run.${end.state === 'finished' ? 'finish' : end.state === 'failed' ? 'fail' : 'end'}`,
      object: `training-run:${run.id}`,
      projectId: run.projectId,
      after: {
        number: run.number,
        ...(end.state === 'finished' ? { version: end.versionNumber } : {}),
        ...(end.state === 'failed' ? { problem: end.problem.code } : {}),
      },
    });
  });
}

function toProblem(error: unknown): RunProblem {
  if (error instanceof TrainerRefused) {
    const { code, column, numbers } = error.refusal;
    return { code, column, numbers, message: tellRefusal(error.refusal) };
  }
  if (error instanceof RunFault) return problem(error.code, error.numbers, error.column);
  if (error instanceof TrainerEnded) return problem(error.why === 'time' ? 'too_long' : 'trainer_died');
  if (isAppError(error) && error.code !== 'unavailable' && error.code !== 'internal')
    return { code: error.reason ?? error.code, column: null, numbers: {}, message: error.message };
  return problem('internal');
}

const problem = (code: string, numbers: Record<string, number> = {}, column: string | null = null): RunProblem => ({
  code,
  column,
  numbers,
  message: tellRefusal({ code, column, numbers }),
});
