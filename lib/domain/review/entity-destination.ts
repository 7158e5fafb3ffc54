import { testedEntity } from '../validation';
import type { Destination } from './schema';

/**
 * What a row is about, hashed, and where all rows about it go for ever: half of the hashes to exams, half to training. Rows that name no entity
 * are each their own. Example: two rows with `context.entity` "N12" of one model have the same hash and destination.
 */
export function entityDestination(
  modelId: string,
  { entity, rowId }: { entity: string | null; rowId: string },
): { entityHash: string; destination: Destination } {
  const entityHash = testedEntity(modelId, { entity, rowId });
  return { entityHash, destination: Number.parseInt(entityHash.slice(0, 8), 16) < 2 ** 31 ? 'exam' : 'train' };
}
