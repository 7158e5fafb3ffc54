import { compareRates, type RateSum } from '@/lib/pure/slices/compare-rates';
import { compareSlices, type Estimate, type SliceComparison, type SliceSum } from '@/lib/pure/slices/compare-slices';
import { type SliceKey, slicesOf } from '@/lib/pure/slices/cut-column';
import { findWeakest } from '@/lib/pure/slices/find-weakest';
import { type Half, halfOfDay } from '@/lib/pure/slices/half-of-day';
import { nameSlice } from '@/lib/pure/slices/name-slice';
import { finite } from './describe-classes';
import {
  type FairnessRate,
  FEW_DAYS,
  LEAST_SLICE_ROWS,
  MOST_WEAK_SLICES,
  type SliceColumn,
  type SliceEstimate,
  type SliceFacts,
  type Slices,
} from './schema';
import { type DaySlices, emptyDaySlices, mergeDaySlices, type SliceSums } from './slice-sums';

/** The slices of own days, the rows of a day together. */
export type SlicesByDay = ReadonlyMap<number, DaySlices>;

const total = (days: SlicesByDay): DaySlices => {
  const sum = emptyDaySlices();
  for (const day of days.values()) mergeDaySlices(sum, day);
  return sum;
};

const estimateOf = ({ value, low, high }: Estimate): SliceEstimate => ({
  value: finite(value),
  low: finite(low),
  high: finite(high),
});
const factsOf = ({ n, days, mean, difference }: SliceComparison): SliceFacts => ({
  n,
  days,
  mean: estimateOf(mean),
  difference: estimateOf(difference),
});

/** What is averaged: right answers of classes, distances of numbers. */
const sumOf = ({ n, weight, classes, numbers }: SliceSums): SliceSum => ({
  n,
  weight,
  sum: classes?.right ?? numbers?.absolute ?? 0,
});

const compareColumn = (days: SlicesByDay, { id }: SliceColumn, keys: readonly SliceKey[]): SliceComparison[] =>
  compareSlices(
    [...days.values()].map((day) => new Map([...(day.columns.get(id) ?? [])].map(([key, sums]) => [key, sumOf(sums)]))),
    keys,
    FEW_DAYS,
  );

const classesOf = ({ classes }: SliceSums) =>
  [...(classes?.of ?? [])].map(([label, { labelled, answered, right }]) => ({
    label,
    support: labelled,
    recall: labelled > 0 ? right / labelled : null,
    f1: labelled + answered > 0 ? (2 * right) / (labelled + answered) : null,
  }));

/** The columns of a reply: every slice that has rows, beside the rest of its column. */
export function describeColumns(
  days: SlicesByDay,
  columns: readonly SliceColumn[],
  titles: ReadonlyMap<string, string>,
): Slices['columns'] {
  const all = total(days);
  return columns.map((column) => {
    const { cut, ...shown } = column;
    const sums = all.columns.get(column.id) ?? new Map<SliceKey, SliceSums>();
    const keys = slicesOf(cut).filter((key) => sums.has(key));
    const compared = compareColumn(days, column, keys);
    return {
      ...shown,
      title: (column.from === 'input' && titles.get(column.name)) || '',
      n: [...sums.values()].reduce((sum, { n }) => sum + n, 0),
      slices: keys.flatMap((key, k) => {
        const [facts, own] = [compared[k], sums.get(key)];
        if (!facts || !own) return [];
        return [
          {
            ...factsOf(facts),
            name: nameSlice(cut, key),
            effectiveRows: own.squaredWeight > 0 ? own.weight ** 2 / own.squaredWeight : 0,
            classes: classesOf(own),
          },
        ];
      }),
    };
  });
}

/** Slices that are worse than the rest: found on one half of the days, told by the other. */
export function describeWeakest(
  days: SlicesByDay,
  columns: readonly SliceColumn[],
  metric: 'accuracy' | 'mae',
): Slices['weakest'] {
  const half = (name: Half): SlicesByDay => new Map([...days].filter(([dayMs]) => halfOfDay(dayMs) === name));
  const [found, reported] = [half('found'), half('reported')];
  const pairs = columns.flatMap((column) => {
    const keys = slicesOf(column.cut);
    const [first, second] = [compareColumn(found, column, keys), compareColumn(reported, column, keys)];
    return keys.flatMap((key, k) => {
      const [one, other] = [first[k], second[k]];
      return one && other ? [{ column, key, found: one, reported: other }] : [];
    });
  });
  const weak = findWeakest(pairs, {
    worse: metric === 'mae' ? 1 : -1,
    leastRows: LEAST_SLICE_ROWS,
    most: MOST_WEAK_SLICES,
  });
  const sizeOf = (some: SlicesByDay) => ({ n: total(some).total.n, days: some.size });
  return {
    halves: { found: sizeOf(found), reported: sizeOf(reported) },
    looked: pairs.filter(({ found: { n, difference } }) => n >= LEAST_SLICE_ROWS && !Number.isNaN(difference.low))
      .length,
    slices: weak.flatMap(({ at, found: one, reported: other, verdict }) => {
      const pair = pairs[at];
      return pair
        ? [
            {
              column: pair.column.id,
              name: nameSlice(pair.column.cut, pair.key),
              found: factsOf(one),
              reported: factsOf(other),
              verdict,
            },
          ]
        : [];
    }),
  };
}

type RateOf = (sums: SliceSums) => RateSum;

/** The share answered so, and of rows that are so and that are not, the share answered so (Hardt, Price and Srebro 2016). */
function ratesOf(positive: string | null): [FairnessRate, RateOf][] {
  if (positive === null)
    return [
      ['bias', ({ weight, numbers }) => [numbers?.error ?? 0, weight]],
      ['mae', ({ weight, numbers }) => [numbers?.absolute ?? 0, weight]],
    ];
  const of = ({ classes }: SliceSums) => classes?.of.get(positive) ?? { labelled: 0, answered: 0, right: 0 };
  return [
    ['selection', (sums) => [of(sums).answered, sums.weight]],
    ['truePositive', (sums) => [of(sums).right, of(sums).labelled]],
    ['falsePositive', (sums) => [of(sums).answered - of(sums).right, sums.weight - of(sums).labelled]],
  ];
}

/** Rates of the groups of the named columns side by side; `positive` is null for a regression. */
export function describeFairness(
  days: SlicesByDay,
  columns: readonly SliceColumn[],
  positive: string | null,
): Slices['fairness']['columns'] {
  const all = total(days);
  return columns
    .filter(({ isFairness }) => isFairness)
    .map(({ id, cut }) => {
      const sums = all.columns.get(id) ?? new Map<SliceKey, SliceSums>();
      const keys = slicesOf(cut).filter((key) => sums.has(key));
      const rows = keys.map((key) => sums.get(key)?.n ?? 0);
      return {
        column: id,
        groups: keys.map((key, k) => ({ name: nameSlice(cut, key), n: rows[k] ?? 0 })),
        rates: ratesOf(positive).map(([rate, rateOf]) => {
          const { groups, extremes } = compareRates(
            [...days.values()].map((day) =>
              keys.map((key): RateSum => {
                const own = day.columns.get(id)?.get(key);
                return own ? rateOf(own) : [0, 0];
              }),
            ),
            rows.map((n) => n >= LEAST_SLICE_ROWS),
            FEW_DAYS,
          );
          return {
            rate,
            groups: groups.map(({ days: own, ...estimate }) => ({ ...estimateOf(estimate), days: own })),
            extremes: extremes && { ...extremes, gap: estimateOf(extremes.gap), ratio: estimateOf(extremes.ratio) },
          };
        }),
      };
    });
}
