import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { authorise } from '../people';
import type { RunningPriceView } from './schema';
import { findRunningPrice, saveRunningPrice } from './store-running-price';

/** What an hour of a processor costs the project; null until somebody says it. */
export async function getRunningPrice(ctx: Ctx, input: { projectId: string }): Promise<RunningPriceView> {
  authorise(ctx.actor, 'performance.view', input.projectId);
  return { price: await findRunningPrice(ctx, input.projectId) };
}

/** Says what an hour of a processor costs, or with null that nobody knows. */
export async function setRunningPrice(
  ctx: Ctx,
  input: RunningPriceView & { projectId: string },
): Promise<RunningPriceView> {
  const { projectId, price } = input;
  authorise(ctx.actor, 'version.manage', projectId);
  await inTransaction(ctx, async (tx) => {
    const before = await findRunningPrice(tx, projectId);
    await saveRunningPrice(tx, projectId, price);
    await audit(tx, {
      action: 'project.running-price',
      object: `project:${projectId}`,
      projectId,
      before: { price: before },
      after: { price },
    });
  });
  return { price };
}
