import type { Ctx } from '@/lib/platform/context';
import { listLabelledRows } from '../feedback';
import { listAnswers } from '../predictions';
import type { RowPlace } from '../registry';
import type { SliceColumn } from './schema';
import { valuesOfColumn } from './slice-values';
import { listLabelledDays } from './store-slices';

/** The newest labelled days are looked at, and some rows of each: cuts need no more. */
const MOST_DAYS = 30;
const ROWS_A_DAY = 500;
const PORTIONS_A_DAY = 3;

type Cell = number | string | boolean | null;

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
    let [rowsOfDay, portions] = [0, 0];
    for await (const rows of listLabelledRows(ctx, { projectId: of.projectId, dayMs })) {
      const ids = [...new Set(rows.map(({ predictionId }) => predictionId))];
      const answers = new Map(
        (await listAnswers(ctx, of.projectId, ids))
          .filter((answer) => answer.modelId === of.modelId && answer.isTraffic && answer.shadowOf === null)
          .map((answer) => [answer.id, columns.map((column) => valuesOfColumn(answer, column, places))]),
      );
      for (const { predictionId, row } of rows) {
        const found = answers.get(predictionId);
        if (!found || rowsOfDay >= ROWS_A_DAY) continue;
        rowsOfDay += 1;
        for (const [k, list] of found.entries()) {
          const value = list?.[row];
          if (value !== undefined) values[k]?.push(value);
        }
      }
      portions += 1;
      if (rowsOfDay >= ROWS_A_DAY || portions >= PORTIONS_A_DAY) break;
    }
  }
  return values;
}
