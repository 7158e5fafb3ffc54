import { type SliceKey, sliceOf } from '@/lib/pure/slices/cut-column';
import { eachPlaceValue, type LoggedAnswer } from '../predictions';
import type { RowPlace } from '../registry';
import type { SliceColumn } from './schema';

export type Cell = number | string | boolean | null;

/** The value of a column in each row of an answer; null where the version lacks it or the log did not keep it. */
export function valuesOfColumn(
  answer: Pick<LoggedAnswer, 'inputs' | 'rows' | 'contexts'>,
  { from, name }: Pick<SliceColumn, 'from' | 'name'>,
  places: ReadonlyMap<string, RowPlace>,
): Cell[] | null {
  if (from === 'context')
    return Array.from({ length: answer.rows }, (_, row) => {
      const context = answer.contexts?.[row];
      return context && Object.hasOwn(context, name) ? (context[name] ?? null) : null;
    });
  const place = places.get(name);
  if (!place) return null;
  const values: Cell[] = [];
  return eachPlaceValue(answer, place, (value) => values.push(value)) ? values : null;
}

/** The slice of each row of an answer by the id of a column, without the columns that the answer lacks. */
export function slicesOfAnswer(
  answer: LoggedAnswer,
  columns: readonly SliceColumn[],
  places: ReadonlyMap<string, RowPlace>,
): Map<string, SliceKey[]> {
  const slices = new Map<string, SliceKey[]>();
  for (const column of columns) {
    const values = valuesOfColumn(answer, column, places);
    if (values)
      slices.set(
        column.id,
        values.map((value) => sliceOf(column.cut, value)),
      );
  }
  return slices;
}
