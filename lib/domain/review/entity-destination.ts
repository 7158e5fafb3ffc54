import { testedEntity } from '../validation';
import { type Destination, EXAM_SHARE } from './schema';

/** Where an entity goes that is met for the first time: its hash falls into the part of exams, or beyond it. */
export const destinationOf = (entityHash: string, examShare: number): Destination =>
  Number.parseInt(entityHash.slice(0, 8), 16) < examShare * 2 ** 32 ? 'exam' : 'train';

/**
 * What a row is about, hashed, and where all rows about it go if it is met now: a part of the hashes to exams, the others to training. Rows that
 * name no entity are each their own. Example: two rows with `context.entity` "N12" of one model have the same hash and destination.
 */
export function entityDestination(
  modelId: string,
  { entity, rowId }: { entity: string | null; rowId: string },
  examShare = EXAM_SHARE,
): { entityHash: string; destination: Destination } {
  const entityHash = testedEntity(modelId, { entity, rowId });
  return { entityHash, destination: destinationOf(entityHash, examShare) };
}
