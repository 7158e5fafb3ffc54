import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { listAnswers, parseRowId } from '../predictions';
import { toItem } from './fill-queue';
import { goneRow } from './gone-row';
import { requireQueue } from './require';
import type { ReviewItem } from './schema';
import { showItem } from './show-item';
import { findItemOf } from './store-items';
import { insertItems } from './store-queues';

const PRIORITY = 3.5;

/** Puts one row of the log into a queue of its model. A row that is there already stays as it is. */
export async function sendToReview(ctx: Ctx, input: { id: string; row: string }): Promise<ReviewItem> {
  const queue = await requireQueue(ctx, input.id, 'review.decide');
  const at = parseRowId(input.row);
  const answers = at ? await listAnswers(ctx, queue.projectId, [at.predictionId]) : [];
  const answer = answers.find(({ id }) => id === at?.predictionId);
  if (!at || !answer || answer.modelId !== queue.modelId || at.row >= answer.rows)
    throw notFound('row of this model', input.row);
  const item = await inTransaction(ctx, async (tx) => {
    const pick = {
      answer,
      row: at.row,
      reasons: ['chosen'] as const,
      inclusionProbability: null,
      stratum: null,
      priority: PRIORITY,
    };
    await insertItems(tx, queue, [toItem(queue.modelId, pick)]);
    await audit(tx, {
      action: 'review.send',
      object: `review-queue:${queue.id}`,
      projectId: queue.projectId,
      after: { row: input.row },
    });
    return findItemOf(tx, { queueId: queue.id, predictionId: at.predictionId, row: at.row });
  });
  const shown = item && (await showItem(ctx, { item, queue }));
  if (!shown) throw goneRow();
  return shown;
}
