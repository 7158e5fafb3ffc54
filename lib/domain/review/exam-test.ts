import { audit } from '@/lib/platform/audit';
import type { Ctx } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import { addRegressionTest, takeOutReviewed } from '../validation';
import { readTestableRow } from './row-test';
import type { StoredItem } from './store-items';
import { findQueueTolerance } from './store-queues';

/**
 * Makes a settled exam row a regression test, in the transaction that settles it. A number must be met within the queue's tolerance; without
 * one, no version may be further off than the one that was reviewed. A row that cannot be a test is settled all the same; the audit trail
 * says why there is none.
 */
export async function addExamTest(tx: Ctx, item: StoredItem, value: string): Promise<void> {
  if (item.destination !== 'exam') return;
  const found = await readTestableRow(tx, item);
  const skip = (reason: string) =>
    audit(tx, {
      action: 'regression-test.skip',
      object: `prediction:${item.predictionId}.${item.row}`,
      projectId: item.projectId,
      after: { reason },
    });
  if ('reason' in found) return skip(found.reason);
  const tolerance =
    found.task === 'regression'
      ? (await findQueueTolerance(tx, item.queueId)) || Math.abs(Number(found.answered) - Number(value))
      : null;
  try {
    await addRegressionTest(tx, { ...found.test, expected: value, tolerance, reviewItemId: item.id });
  } catch (error) {
    if (!isAppError(error) || error.reason !== 'too_many_tests') throw error;
    await skip('too_many_tests');
  }
}

/** Takes the test of an item out again. */
export const takeOutExamTest = (tx: Ctx, item: StoredItem): Promise<void> =>
  takeOutReviewed(tx, { projectId: item.projectId, modelId: item.modelId, reviewItemId: item.id });
