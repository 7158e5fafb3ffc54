import type { Ctx } from '@/lib/platform/context';
import { listAnswers } from '../predictions';
import type { RowPlace } from '../registry';
import type { SliceColumn } from './schema';
import { type Cell, valuesOfColumn } from './slice-values';
import { listLabelledDays, listLabelledRowsOf } from './store-slices';

/** The newest labelled days are looked at, and some rows of each: cuts need no more. */
const MOST_DAYS = 30;
const ROWS_A_DAY = 500;

/** Values of columns in labelled rows of a model, by column; of the newest days of the log. */
export async function readLabelledValues(
  ctx: Ctx,
  of: { projectId: string; modelId: string },
  columns: readonly Pick<SliceColumn, 'from' | 'name'>[],
  places: ReadonlyMap<string, RowPlace>,
): Promise<Cell[][]> {
  const days = await listLabelledDays(ctx, of);
  const values: Cell[][] = columns.map(() => []);
  for (const dayMs of days.slice(0, MOST_DAYS)) {
    const rows = await listLabelledRowsOf(ctx, { ...of, dayMs, limit: ROWS_A_DAY });
    const ids = [...new Set(rows.map(({ predictionId }) => predictionId))];
    const answers = new Map(
      (await listAnswers(ctx, of.projectId, ids))
        .filter((answer) => answer.isTraffic && answer.shadowOf === null)
        .map((answer) => [answer.id, columns.map((column) => valuesOfColumn(answer, column, places))]),
    );
    for (const { predictionId, row } of rows)
      for (const [k, list] of (answers.get(predictionId) ?? []).entries()) {
        const value = list?.[row];
        if (value !== undefined) values[k]?.push(value);
      }
  }
  return values;
}
