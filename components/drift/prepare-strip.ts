import type { DriftStrip } from '@/lib/domain/drift/schema';

/** More rows than this are a table's, not a picture's. */
const MOST_ROWS = 20;

/** The columns that were farthest off at some time, the farthest first, with one value per period. */
export function stripRows(
  { columns }: Pick<DriftStrip, 'columns'>,
  what: 'psi' | 'nullShare',
): { name: string; values: (number | null)[] }[] {
  const largest = (values: readonly (number | null)[]) => Math.max(0, ...values.map((value) => value ?? 0));
  return columns
    .map((column) => ({ name: column.title || column.name, values: column[what] }))
    .sort((a, b) => largest(b.values) - largest(a.values))
    .slice(0, MOST_ROWS);
}
