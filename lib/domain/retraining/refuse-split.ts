import { invalidInput } from '@/lib/platform/errors';
import type { DatasetVersion } from '../datasets/schema';
import type { Recipe } from './schema';

/** Throws 422 where rows are to be parted by what the dataset does not have. */
export function refuseSplit(
  { splitBy }: Pick<Recipe, 'splitBy'>,
  { name, roles }: Pick<DatasetVersion, 'name' | 'roles'>,
): void {
  if (splitBy === 'time' && roles.time === null)
    throw invalidInput('splitBy', `the dataset "${name}" says no time of its rows; split by chance or by group`, {
      reason: 'no_times',
    });
  if (splitBy === 'group' && roles.entities.length === 0)
    throw invalidInput(
      'splitBy',
      `the dataset "${name}" says not which rows belong together; split by time or chance`,
      {
        reason: 'no_groups',
      },
    );
}
