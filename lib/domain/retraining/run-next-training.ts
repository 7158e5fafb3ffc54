import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import type { InferRows } from '../validation';
import { finishRun, problemOf, toProblem } from './end-run';
import { offerRun } from './offer-run';
import { LEASE_MS, LeaseLost, openNotebook, RunStopped } from './run-notebook';
import type { OutsideMethod, Pinned } from './schema';
import { claimRun, type RunEnd, returnRun, type StoredRun } from './store-runs';
import { work } from './work-on-run';

/** A run whose worker died so often takes its workers along. */
const MOST_ATTEMPTS = 10;

export interface TrainingTools {
  infer: InferRows;
  wait: (ms: number) => Promise<void>;
  /** Of the worker. */
  stopping: AbortSignal;
  /** By which people and pipelines reach this server. */
  publicUrl: string;
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
      ? ({ state: 'failed', problem: problemOf('worker_died', { attempts: MOST_ATTEMPTS }) } as const)
      : await tryRun(ctx, run, lease, tools);
  if (end === 'lost') return true;
  if (end === 'later') await returnRun(ctx, { id: run.id, lease });
  else if ('method' in end) {
    await offerRun(ctx, run, { ...end, lease, publicUrl: tools.publicUrl });
  } else await finishRun(ctx, run, lease, end);
  return true;
}

async function tryRun(
  ctx: Ctx,
  run: StoredRun,
  lease: string,
  tools: TrainingTools,
): Promise<RunEnd | { pinned: Pinned; method: OutsideMethod } | 'lost' | 'later'> {
  const ending = new AbortController();
  const notebook = openNotebook(ctx, run, lease, ending);
  const signal = AbortSignal.any([ending.signal, tools.stopping]);
  try {
    const made = await work(ctx, run, { notebook, signal, infer: tools.infer, wait: tools.wait });
    return 'method' in made ? made : { state: 'finished', ...made };
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
