import { ColumnProfiler } from '@/lib/pure/tabular/column-profile';
import { readDate } from './read-cell';
import type { DatasetType, DatasetUpload } from './schema';

type FoundColumn = DatasetUpload['columns'][number];

/** Finds the type of a column from all of its cells, one at a time. */
class TypeFinder {
  readonly #profiler = new ColumnProfiler();
  #isTime = true;
  #isEmpty = true;

  add(cell: string): void {
    this.#profiler.add(cell);
    if (cell === '') return;
    this.#isEmpty = false;
    if (this.#isTime && readDate(cell) === null) this.#isTime = false;
  }

  finish(name: string): FoundColumn {
    const { type, nulls, min, max, firstValues } = this.#profiler.finish();
    const isTimeLike = this.#isTime && !this.#isEmpty;
    return { name, type: this.#type(type, { min, max }, isTimeLike), nulls, firstValues: [...firstValues], isTimeLike };
  }

  #type(
    found: ReturnType<ColumnProfiler['finish']>['type'],
    { min, max }: { min: number | null; max: number | null },
    isTimeLike: boolean,
  ): DatasetType {
    if (isTimeLike) return 'time';
    if (found === 'empty') return 'text';
    // Longer numbers are names of things, and a double would change them.
    if (found === 'integer' && !(Number.isSafeInteger(min ?? 0) && Number.isSafeInteger(max ?? 0))) return 'text';
    return found;
  }
}

/** The types of all columns of a table, from all of its rows. */
export async function findTypes(
  records: AsyncIterable<{ cells: readonly string[] }>,
): Promise<{ rows: number; columns: FoundColumn[] }> {
  let header: readonly string[] | null = null;
  let finders: TypeFinder[] = [];
  let rows = 0;
  for await (const { cells } of records) {
    if (!header) {
      header = cells;
      finders = cells.map(() => new TypeFinder());
      continue;
    }
    rows += 1;
    for (const [i, finder] of finders.entries()) finder.add(cells[i] ?? '');
  }
  return { rows, columns: finders.map((finder, i) => finder.finish(header?.[i] ?? '')) };
}
