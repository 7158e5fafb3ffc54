import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { tellGateway } from '../registry';
import { requireOpenPromotion } from './require-promotion';
import type { Promotion } from './schema';
import { shownPromotion } from './store-promotions';
import { takeBack } from './take-back';

/** Takes a promotion back that is asked for or under way; the champion of before answers all calls again. */
export async function stopPromotion(ctx: Ctx, input: { id: string; reason: string }): Promise<Promotion> {
  const stopped = await inTransaction(ctx, async (tx) => {
    const { promotion } = await requireOpenPromotion(tx, input.id, 'promotion.ask');
    const message = [actorName(tx.actor), input.reason].filter(Boolean).join(': ');
    return takeBack(tx, promotion, { state: 'stopped', problem: { kind: 'person', message } });
  });
  await tellGateway(ctx, { projectId: stopped.projectId, modelId: stopped.modelId, number: stopped.fromNumber });
  return shownPromotion(stopped);
}
