import type { LearntTest, TestField } from './schema';
import { testCells } from './test-cells';
import type { TrainingRows } from './training-rows';

/** How training rows know a test: one says the same, or is about the same. Null where none does. */
export async function findLearnt(
  rows: TrainingRows,
  test: { modelId: string; fields: readonly TestField[]; entityHash: string },
): Promise<LearntTest['by'] | null> {
  const cells = testCells(test.fields);
  const found = await rows.find((column) => cells.get(column));
  if (found) return found;
  return (await rows.hasTestedEntity(test.modelId, test.entityHash)) ? 'entity' : null;
}
