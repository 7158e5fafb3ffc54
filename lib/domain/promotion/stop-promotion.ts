import { type Ctx, inTransaction } from '@/lib/platform/context';
import { tellGateway } from '../registry';
import { requireOpenPromotion } from './require-promotion';
import type { Promotion } from './schema';
import { shownPromotion } from './store-promotions';
import { byPerson, takeBack } from './take-back';

/** Takes a promotion back that is asked for or under way; the champion of before answers all calls again. */
export async function stopPromotion(ctx: Ctx, input: { id: string; reason: string }): Promise<Promotion> {
  const stopped = await inTransaction(ctx, async (tx) => {
    const { promotion } = await requireOpenPromotion(tx, input.id, 'promotion.ask');
    return takeBack(tx, promotion, { state: 'stopped', problem: byPerson(tx, input.reason) });
  });
  await tellGateway(ctx, { projectId: stopped.projectId, modelId: stopped.modelId, number: stopped.fromNumber });
  return shownPromotion(stopped);
}
