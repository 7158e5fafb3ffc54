import type { AvailableColumn } from '@/lib/domain/performance/schema';

type Named = Pick<AvailableColumn, 'from' | 'name'>;

/** Tells a column from all others of a model. */
export const keyOfColumn = ({ from, name }: Named): string => `${from}:${name}`;

/** What may be chosen, by its key: a chosen column that the champion lacks can still be kept. */
export function columnOptions(
  chosen: readonly Named[],
  available: readonly AvailableColumn[],
): Map<string, AvailableColumn> {
  const kept = chosen.map(({ from, name }) => ({ from, name, title: '' }));
  return new Map([...kept, ...available].map((column) => [keyOfColumn(column), column]));
}
