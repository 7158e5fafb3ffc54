import type { Ctx } from '@/lib/platform/context';
import { dropLabel, keepLabels } from '../feedback';
import type { LabelSource } from '../feedback/schema';
import type { Vote } from './agree';
import type { StoredItem } from './store-items';

/** A row that was drawn at random speaks for others; one that was picked does not. */
const sourceOf = ({ inclusionProbability }: StoredItem): LabelSource =>
  inclusionProbability === null ? 'review' : 'random-sample';

/** What follows from a settled item, in the transaction that settles it: a label becomes the truth of its row. */
export async function settleItem(tx: Ctx, item: StoredItem, said: Vote): Promise<void> {
  if (said.decision !== 'label' || said.value === null) return;
  await keepLabels(tx, item.projectId, [
    {
      predictionId: item.predictionId,
      row: item.row,
      value: said.value,
      source: sourceOf(item),
      inclusionProbability: item.inclusionProbability ?? 1,
      observedAt: tx.now(),
    },
  ]);
}

/** Takes back what followed from a settled item. */
export async function unsettleItem(tx: Ctx, item: StoredItem): Promise<void> {
  if (item.outcome !== 'label') return;
  await dropLabel(tx, item.projectId, {
    predictionId: item.predictionId,
    row: item.row,
    source: sourceOf(item),
  });
}
