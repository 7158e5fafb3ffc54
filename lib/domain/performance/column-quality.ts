import type { DayQuality } from '@/lib/pure/drift/mix-cost';
import type { Reading } from '@/lib/pure/protocols/signature';
import { binIndex } from '@/lib/pure/stats/reference-profile';
import { columnsAt, eachPlaceValue, type LoggedAnswer, type ReferenceColumns } from '../predictions';
import type { RowPlace } from '../registry';
import type { RowAnswer, RowTruth } from './count-row';
import { readAnswer, readTruth } from './read-number';

/** A bin of a reference, or what it has no bin for. */
export type QualityBin = number | 'unseen' | 'null';

/** Labelled rows of one column: per bin the rows, what they stand for, and their quality times that; and the sum of the squared weights. */
export interface ColumnQuality {
  squaredWeight: number;
  bins: Map<QualityBin, [n: number, weight: number, quality: number]>;
}

export type DayColumns = Map<string, ColumnQuality>;

/** 1 or 0 for a right or wrong class, the size of the error for a number; null for a model that is neither. */
export function qualityOf(
  reading: Reading,
  { label }: Pick<RowTruth, 'label'>,
  { outcome }: Pick<RowAnswer, 'outcome'>,
): number | null {
  if (reading.task === 'classification') return label === outcome ? 1 : 0;
  const [actual, predicted] = [readTruth(label), readAnswer(outcome)];
  return actual === null || predicted === null ? null : Math.abs(predicted - actual);
}

/** The bin of each row of an answer, by column of the reference; without the columns whose values the log did not keep. */
export function binsOfAnswer(
  answer: Pick<LoggedAnswer, 'inputs' | 'rows'>,
  places: readonly RowPlace[],
  columns: ReferenceColumns,
): Map<string, QualityBin[]> {
  const found = new Map<string, QualityBin[]>();
  for (const place of places)
    for (const { name, profile, read } of columnsAt(columns, place.name)) {
      const bins: QualityBin[] = [];
      const isKept = eachPlaceValue(answer, place, (value) => {
        const own = read(value);
        const plain = typeof own === 'boolean' || (profile.kind === 'category' && own !== null) ? String(own) : own;
        bins.push(plain === '' ? 'null' : binIndex(profile, plain));
      });
      if (isKept) found.set(name, bins);
    }
  return found;
}

/** Adds one labelled row to every column that it has a bin of. */
export function countQuality(
  sums: DayColumns,
  bins: ReadonlyMap<string, readonly QualityBin[]>,
  { row, weight, quality }: { row: number; weight: number; quality: number },
): void {
  for (const [name, own] of bins) {
    const bin = own[row];
    if (bin === undefined) continue;
    const column = sums.get(name) ?? { squaredWeight: 0, bins: new Map() };
    sums.set(name, column);
    column.squaredWeight += weight ** 2;
    const [n, before, right] = column.bins.get(bin) ?? [0, 0, 0];
    column.bins.set(bin, [n + 1, before + weight, right + weight * quality]);
  }
}

/** Sums of a column as lists over the bins of its reference, then what it does not know, then nulls. */
export function dayQualityOf(column: ColumnQuality | undefined, bins: number): DayQuality {
  const [n, weight, quality] = [new Float64Array(bins + 2), new Float64Array(bins + 2), new Float64Array(bins + 2)];
  for (const [bin, [rows, own, right]] of column?.bins ?? []) {
    const at = bin === 'unseen' ? bins : bin === 'null' ? bins + 1 : bin;
    [n[at], weight[at], quality[at]] = [rows, own, right];
  }
  return { n, weight, quality };
}

type ColumnsJson = Record<string, { squaredWeight: number; bins: [QualityBin, number, number, number][] }>;

export const dayColumnsToJson = (columns: DayColumns): ColumnsJson =>
  Object.fromEntries(
    [...columns].map(([name, { squaredWeight, bins }]) => [
      name,
      { squaredWeight, bins: [...bins].map(([bin, sums]) => [bin, ...sums]) },
    ]),
  );

/** What `dayColumnsToJson` made, read back: three months of it are read for one page, so that nothing is checked again. */
export function dayColumnsFromJson(json: unknown): DayColumns {
  // The column holds what this room wrote.
  const columns = json as ColumnsJson;
  return new Map(
    Object.entries(columns).map(([name, { squaredWeight, bins }]) => [
      name,
      { squaredWeight, bins: new Map(bins.map(([bin, ...sums]) => [bin, sums])) },
    ]),
  );
}
