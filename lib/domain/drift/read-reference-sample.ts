import type { Ctx } from '@/lib/platform/context';
import type { ReferenceTable } from '@/lib/pure/drift/measure-together';
import { type NamedColumn, takeRows } from '@/lib/pure/drift/row-table';
import { readReferenceRows } from '../datasets';
import type { Reference } from '../datasets/schema';
import type { RowPlace } from '../registry';
import type { Overlay } from '../registry/schema';

/** Rows of a reference that days are held against. */
const MOST_ROWS = 3000;

/** Up to 3,000 rows of a reference, evenly spread over its file and always the same ones; numbers in 32 bits, as the log has them. */
export async function readReferenceSample(
  ctx: Ctx,
  reference: Reference,
  of: { projectId: string; places: readonly RowPlace[]; overlay: Overlay | null },
): Promise<ReferenceTable> {
  const { rows, columns, days } = await readReferenceRows(ctx, reference, of);
  const count = Math.min(rows, MOST_ROWS);
  const at = Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
  const table = {
    rows,
    columns: columns.map(
      (column): NamedColumn =>
        column.kind === 'number'
          ? { ...column, values: Float64Array.from(column.values, (value) => Math.fround(value ?? Number.NaN)) }
          : column,
    ),
  };
  return { ...takeRows(table, at), days: days && at.map((row) => days[row] ?? null) };
}
