import type { Ctx } from '@/lib/platform/context';
import { dropLabel, keepLabels, noteEvent, settleFeedback, unsettleFeedback } from '../feedback';
import type { LabelSource } from '../feedback/schema';
import type { Vote } from './agree';
import { addExamTest, takeOutExamTest } from './exam-test';
import { Destination } from './schema';
import type { StoredItem } from './store-items';

/** A row that was drawn at random speaks for others; one that was picked does not. */
const sourceOf = ({ inclusionProbability }: StoredItem): LabelSource =>
  inclusionProbability === null ? 'review' : 'random-sample';

/**
 * What follows from a settled item, in the transaction that settles it: a label becomes the truth of its row, and of an exam
 * row a regression test, and who gave feedback on it hears of it. */
export async function settleItem(tx: Ctx, item: StoredItem, said: Vote): Promise<void> {
  await settleFeedback(tx, item, { outcome: said.decision, value: said.value });
  await noteDecision(tx, item, 'row.settled', said);
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
  await addExamTest(tx, item, said.value);
}

/** What an exam row is goes nowhere: it is an exam only while no version has learnt it. */
async function noteDecision(
  tx: Ctx,
  { projectId, modelId, predictionId, row, destination }: StoredItem,
  event: 'row.settled' | 'row.reopened',
  said: Vote | null,
): Promise<void> {
  const split = Destination.parse(destination);
  await noteEvent(tx, {
    projectId,
    modelId,
    event: {
      event,
      rowId: `${predictionId}.${row}`,
      feedback: null,
      decision: said && { outcome: said.decision, value: split === 'exam' ? null : said.value, split },
    },
  });
}

/** Takes back what followed from a settled item. */
export async function unsettleItem(tx: Ctx, item: StoredItem): Promise<void> {
  await unsettleFeedback(tx, item);
  await noteDecision(tx, item, 'row.reopened', null);
  if (item.outcome !== 'label') return;
  await dropLabel(tx, item.projectId, {
    predictionId: item.predictionId,
    row: item.row,
    source: sourceOf(item),
  });
  await takeOutExamTest(tx, item);
}
