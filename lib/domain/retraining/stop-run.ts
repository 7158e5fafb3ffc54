import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { getModel } from '../registry';
import type { TrainingRun } from './schema';
import { cancelRun, findRun } from './store-runs';

/** Stops a run: at once where it waits, within seconds where it works. 409 where it is over. */
export async function stopRun(ctx: Ctx, input: { model: string; run: number }): Promise<TrainingRun> {
  return inTransaction(ctx, async (tx) => {
    const model = await getModel(tx, { model: input.model, permission: 'training.manage' });
    const run = await findRun(tx, model.id, input.run);
    if (!run) throw notFound('training run', String(input.run));
    const stopped = await cancelRun(tx, run.id);
    if (!stopped)
      throw new AppError('conflict', `Run ${run.number} is over; there is nothing to stop.`, { reason: 'run_is_over' });
    await audit(tx, {
      action: 'training-run.stop',
      object: `model:${model.name}/training/${run.number}`,
      projectId: model.projectId,
    });
    return stopped;
  });
}
