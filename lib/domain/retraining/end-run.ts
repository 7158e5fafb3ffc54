import { TrainerEnded, TrainerRefused } from '@/lib/engine/trainer';
import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import { RunFault } from './run-fault';
import type { RunProblem } from './schema';
import { endRun, type RunEnd, type StoredRun } from './store-runs';
import { tellRefusal } from './tell-refusal';

/** Ends a run and writes it into the audit. False where its lease was lost: then another has it, or has ended it. */
export async function finishRun(ctx: Ctx, run: StoredRun, lease: string, end: RunEnd): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    if (!(await endRun(tx, { id: run.id, lease }, end))) return false;
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
    return true;
  });
}

/** What an error says about the run that it ended. */
export function toProblem(error: unknown): RunProblem {
  if (error instanceof TrainerRefused) {
    const { code, column, numbers } = error.refusal;
    return { code, column, numbers, message: tellRefusal(error.refusal) };
  }
  if (error instanceof RunFault) return problemOf(error.code, error.numbers, error.column);
  if (error instanceof TrainerEnded) return problemOf(error.why === 'time' ? 'too_long' : 'trainer_died');
  if (isAppError(error) && error.code !== 'unavailable' && error.code !== 'internal')
    return { code: error.reason ?? error.code, column: null, numbers: {}, message: error.message };
  return problemOf('internal');
}

export const problemOf = (
  code: string,
  numbers: Record<string, number> = {},
  column: string | null = null,
): RunProblem => ({ code, column, numbers, message: tellRefusal({ code, column, numbers }) });
