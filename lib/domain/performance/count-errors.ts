import type { Ctx } from '@/lib/platform/context';
import { estimateLoss } from '@/lib/pure/stats/direct-loss';
import { sampleCalls } from '../predictions';
import type { RowPlace } from '../registry';
import { addErrorRow, emptyErrorRows, errorPlaces, rowsOfAnswer, trainingColumns } from './error-columns';
import { isKept, readAnswers, sharesOf } from './sample-rows';
import type { ErrorFit, EstimatedErrorDay, VersionKey } from './store-errors';

/** About so many rows of a day of the log are looked at. */
const MOST_ROWS_A_DAY = 20_000;
const MOST_CALLS_A_DAY = 50_000;

/**
 * The errors that are expected of a version's rows on a UTC day of the log, by the day that the rows name; of more than 20,000 rows a
 * sample, whose counts are scaled to all. Null where `rest`, awaited between portions, says false.
 */
export async function countErrors(
  ctx: Ctx,
  of: {
    version: VersionKey;
    day: { dayMs: number; calls: number; rows: number };
    fit: ErrorFit;
    places: readonly RowPlace[];
  },
  rest: () => Promise<boolean>,
): Promise<EstimatedErrorDay[] | null> {
  const { version, day } = of;
  const { fit, learnt, trees } = of.fit;
  const places = errorPlaces(of.places);
  const rowsPerCall = day.rows / Math.max(1, day.calls);
  const shares = sharesOf(Math.min(1, MOST_ROWS_A_DAY / day.rows), rowsPerCall);
  const ids = await sampleCalls(ctx, { ...version, dayMs: day.dayMs, share: shares.calls, limit: MOST_CALLS_A_DAY });
  const sums = new Map<number, EstimatedErrorDay>();
  const sumOf = (ownDayMs: number) => {
    const { dayMs, rows: rowsOfDay } = day;
    const known = sums.get(ownDayMs);
    const sum = known ?? { dayMs, ownDayMs, fit, rowsOfDay, rows: 0, looked: 0, absolute: 0, squares: 0 };
    sums.set(ownDayMs, sum);
    return sum;
  };
  // A day without a usable row is noted as counted too.
  sumOf(day.dayMs);
  let seen = 0;
  for await (const answers of readAnswers(ctx, { projectId: version.projectId, ids, rowsPerCall })) {
    if (!(await rest())) return null;
    const inputs = emptyErrorRows(places);
    const ownDays: number[] = [];
    for (const answer of answers) {
      const read = rowsOfAnswer(answer, places);
      for (let row = 0; row < answer.rows; row += 1) {
        if (!isKept(answer.id, row, shares.rows)) continue;
        seen += 1;
        const ownDayMs = answer.ownDays[row] ?? day.dayMs;
        sumOf(ownDayMs).rows += 1;
        const found = read(row);
        if (!found) continue;
        addErrorRow(inputs, found);
        ownDays.push(ownDayMs);
      }
    }
    const columns = trainingColumns(learnt.columns, inputs);
    const absolute = estimateLoss(trees.absolute, columns);
    const squares = estimateLoss(trees.squares, columns);
    for (const [k, ownDayMs] of ownDays.entries()) {
      const sum = sumOf(ownDayMs);
      sum.looked += 1;
      sum.absolute += absolute[k] ?? 0;
      sum.squares += squares[k] ?? 0;
    }
  }
  // Rows that came since are counted when the day is looked at again.
  const scale = Math.max(1, day.rows / Math.max(1, seen));
  return [...sums.values()].map((sum) => ({ ...sum, rows: Math.round(sum.rows * scale) }));
}
