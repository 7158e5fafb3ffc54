import { compareSlices, type Estimate, type SliceSum } from '@/lib/pure/slices/compare-slices';
import { cutNumbers, cutTexts, type SliceKey, sliceOf, slicesOf } from '@/lib/pure/slices/cut-column';
import { findWeakest } from '@/lib/pure/slices/find-weakest';
import { nameSlice } from '@/lib/pure/slices/name-slice';
import { finiteOrNull } from '@/lib/pure/stats/finite-or-null';
import type { CsvCell } from '@/lib/pure/tabular/csv-write';
import { LEAST_ENTITIES } from './estimate-error';
import type { Insight } from './schema';

/** Slices with fewer reviewed rows in the half that finds them are not looked at. */
const LEAST_ROWS = 20;
const MOST_SLICES = 5;

export interface ReviewedRow {
  /** Hash of what the row is about. */
  entity: string;
  /** 1 for a wrong class, or how far a number is off. */
  error: number;
  values: ReadonlyMap<string, CsvCell>;
}

type Cell = number | string | boolean | null;
const plain = (value: CsvCell | undefined): Cell => (typeof value === 'bigint' ? Number(value) : (value ?? null));

/**
 * Where errors cluster among reviewed rows: slices of a column that are worse than its rest, found on half of the entities and told by the
 * other half. Example: 200 rows where only those of "Oslo" are wrong give the slice "Oslo" of the column "city", held.
 */
export function weakSlices(rows: readonly ReviewedRow[], columns: readonly string[]): Insight['weakest'] {
  // Not the digits that send an entity to exams.
  const isFinder = ({ entity }: ReviewedRow) => Number.parseInt(entity.slice(8, 9), 16) % 2 === 0;
  const [finders, tellers] = [rows.filter(isFinder), rows.filter((row) => !isFinder(row))];
  const pairs = columns.flatMap((column) => {
    const values = rows.map((row) => plain(row.values.get(column)));
    const known = values.filter((value) => value !== null && value !== '');
    const numbers = known.filter((value) => typeof value === 'number');
    const cut = numbers.length === known.length ? cutNumbers(numbers) : cutTexts(known.map(String));
    if (typeof cut === 'string') return [];
    const keys = slicesOf(cut);
    const compare = (half: readonly ReviewedRow[]) => {
      const blocks = new Map<string, Map<SliceKey, SliceSum>>();
      for (const { entity, error, values: own } of half) {
        const block = blocks.get(entity) ?? new Map<SliceKey, SliceSum>();
        const key = sliceOf(cut, plain(own.get(column)));
        const sum = block.get(key) ?? { n: 0, weight: 0, sum: 0 };
        block.set(key, { n: sum.n + 1, weight: sum.weight + 1, sum: sum.sum + error });
        blocks.set(entity, block);
      }
      return compareSlices([{ by: 'entity', blocks: [...blocks.values()] }], keys, LEAST_ENTITIES);
    };
    const [found, reported] = [compare(finders), compare(tellers)];
    return keys.flatMap((key, k) => {
      const [one, other] = [found[k], reported[k]];
      return one && other ? [{ column, name: nameSlice(cut, key), found: one, reported: other }] : [];
    });
  });
  const weak = findWeakest(pairs, { worse: 1, leastRows: LEAST_ROWS, most: MOST_SLICES });
  return {
    found: finders.length,
    reported: tellers.length,
    looked: pairs.filter(({ found: { n, difference } }) => n >= LEAST_ROWS && !Number.isNaN(difference.low)).length,
    slices: weak.flatMap(({ at, reported: { n, mean, difference }, verdict }) => {
      const pair = pairs[at];
      if (!pair) return [];
      return [
        {
          column: pair.column,
          name: pair.name,
          n,
          mean: finiteOrNull(mean.value),
          difference: shown(difference),
          verdict,
        },
      ];
    }),
  };
}

const shown = ({ value, low, high }: Estimate) => ({
  value: finiteOrNull(value),
  low: finiteOrNull(low),
  high: finiteOrNull(high),
});
