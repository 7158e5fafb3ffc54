import type { DatasetProfile } from '@/lib/domain/datasets/schema';

/** Whole numbers of more values than so many are amounts, not classes. */
const MOST_CLASSES = 20;

/**
 * Whether a column is learnt as classes or as a number, from what is known of its values.
 * Example: whole numbers 0 and 1 are classes; prices, and whole numbers of 200 values, are numbers.
 */
export function guessTask(
  { columns }: Pick<DatasetProfile, 'columns'>,
  target: string | null,
): 'classification' | 'regression' {
  const facts = columns.find(({ name }) => name === target);
  if (!facts) return 'classification';
  const isAmount = facts.type === 'number' || facts.type === 'time';
  return isAmount || (facts.type === 'integer' && facts.distinct > MOST_CLASSES) ? 'regression' : 'classification';
}
