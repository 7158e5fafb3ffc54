import type { Ctx } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import type { InferRows } from './infer-rows';
import { runRegressionTests } from './run-tests';
import { claimRun, noteFailure } from './store-regression';

const LEASE_MS = 10 * 60_000;
const RETRY_MS = 60_000;

/**
 * Runs the tests of the version that has waited for it: one in service whose result does not know the tests as they are. Returns false when
 * none waits. A version rests for ten times as long as its run took, and one that cannot be run is tried again each minute. System scope.
 */
export async function updateRegression(ctx: Ctx, infer: InferRows): Promise<boolean> {
  const run = await claimRun(ctx, LEASE_MS);
  if (!run) return false;
  try {
    await runRegressionTests({ ...ctx, projectId: run.projectId }, { model: run.modelId, number: run.number, infer });
  } catch (error) {
    const failure = isAppError(error) ? error.message : 'Something went wrong on our side.';
    await noteFailure(ctx, run, failure, new Date(ctx.now().getTime() + RETRY_MS));
    if (!isAppError(error)) throw error;
  }
  return true;
}
