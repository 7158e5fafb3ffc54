import { compareClasses } from '@/lib/pure/slices/compare-classes';
import { compareRates, type RateSum } from '@/lib/pure/slices/compare-rates';
import { compareSlices, type Estimate, type SliceComparison, type SliceSum } from '@/lib/pure/slices/compare-slices';
import { type SliceKey, slicesOf } from '@/lib/pure/slices/cut-column';
import { findWeakest } from '@/lib/pure/slices/find-weakest';
import type { Half } from '@/lib/pure/slices/half-of-day';
import { nameSlice } from '@/lib/pure/slices/name-slice';
import { finiteOrNull } from '@/lib/pure/stats/finite-or-null';
import type { BlockBy, Way } from '@/lib/pure/stats/widest-interval';
import { intervalOf } from './describe-classes';
import {
  type FairnessRate,
  FEW_BLOCKS,
  LEAST_SLICE_ROWS,
  MOST_WEAK_SLICES,
  type SliceColumn,
  type SliceEstimate,
  type SliceFacts,
  type Slices,
} from './schema';
import { type DaySlices, emptyDaySlices, mergeDaySlices, type SliceSums } from './slice-sums';

/** Slices of the same rows by entities, where they are chosen, and by days. */
export type SliceWays = readonly Way<DaySlices>[];

const total = (ways: SliceWays): DaySlices => {
  const sum = emptyDaySlices();
  // Days are always there, and keep the squares of the weights too.
  for (const block of ways.at(-1)?.blocks ?? []) mergeDaySlices(sum, block);
  return sum;
};

const mapWays = <To>(ways: SliceWays, to: (block: DaySlices) => To): Way<To>[] =>
  ways.map(({ by, blocks }) => ({ by, blocks: blocks.map(to) }));

/** How many blocks of a kind there are; null where it is not a kind that was drawn. */
const countOf = (ways: SliceWays, counts: readonly number[], by: BlockBy): number | null =>
  counts[ways.findIndex((way) => way.by === by)] ?? null;

const estimateOf = (estimate: Estimate): SliceEstimate => ({
  value: finiteOrNull(estimate.value),
  ...intervalOf(estimate),
});
const factsOf = (ways: SliceWays, { n, blocks, mean, difference }: SliceComparison): SliceFacts => ({
  n,
  days: countOf(ways, blocks, 'day') ?? 0,
  groups: countOf(ways, blocks, 'entity'),
  mean: estimateOf(mean),
  difference: estimateOf(difference),
});

/** What is averaged: right answers of classes, distances of numbers. */
const sumOf = ({ n, weight, classes, numbers }: SliceSums): SliceSum => ({
  n,
  weight,
  sum: classes?.right ?? numbers?.absolute ?? 0,
});

const compareColumn = (ways: SliceWays, { id }: SliceColumn, keys: readonly SliceKey[]): SliceComparison[] =>
  compareSlices(
    mapWays(ways, (block) => new Map([...(block.columns.get(id) ?? [])].map(([key, sums]) => [key, sumOf(sums)]))),
    keys,
    FEW_BLOCKS,
  );

/** What each slice's classes are judged by, of the classes that any slice has. */
function classesOf(ways: SliceWays, { id }: SliceColumn, slices: readonly [SliceKey, SliceSums][]) {
  const classes = [...new Set(slices.flatMap(([, { classes: of }]) => [...(of?.of.keys() ?? [])]))];
  const compared = compareClasses(
    ways,
    { slices: slices.map(([key]) => key), classes, least: FEW_BLOCKS },
    // The keys are those of the slices above.
    (block, key, label) =>
      block.columns
        .get(id)
        ?.get(key as SliceKey)
        ?.classes?.of.get(label),
  );
  return slices.map(([, { classes: of }], k) =>
    classes.flatMap((label, c) => {
      const [own, found] = [of?.of.get(label), compared[k]?.[c]];
      if (!own || !found) return [];
      return [{ label, support: own.labelled, recall: estimateOf(found.recall), f1: estimateOf(found.f1) }];
    }),
  );
}

/** The columns of a reply: every slice that has rows, beside the rest of its column. */
export function describeColumns(
  ways: SliceWays,
  columns: readonly SliceColumn[],
  titles: ReadonlyMap<string, string>,
): Slices['columns'] {
  const all = total(ways);
  return columns.map((column) => {
    const { cut, ...shown } = column;
    const sums = all.columns.get(column.id) ?? new Map<SliceKey, SliceSums>();
    const keys = slicesOf(cut).filter((key) => sums.has(key));
    const compared = compareColumn(ways, column, keys);
    const pairs = keys.flatMap((key): [SliceKey, SliceSums][] => {
      const own = sums.get(key);
      return own ? [[key, own]] : [];
    });
    const classes = classesOf(ways, column, pairs);
    return {
      ...shown,
      title: (column.from === 'input' && titles.get(column.name)) || '',
      n: [...sums.values()].reduce((sum, { n }) => sum + n, 0),
      slices: keys.flatMap((key, k) => {
        const [facts, own] = [compared[k], sums.get(key)];
        if (!facts || !own) return [];
        return [
          {
            ...factsOf(ways, facts),
            name: nameSlice(cut, key),
            effectiveRows: own.squaredWeight > 0 ? own.weight ** 2 / own.squaredWeight : 0,
            classes: classes[k] ?? [],
          },
        ];
      }),
    };
  });
}

/** Slices that are worse than the rest: found on one half of the blocks, told by the other. */
export function describeWeakest(
  { found, reported }: Readonly<Record<Half, SliceWays>>,
  columns: readonly SliceColumn[],
  metric: 'accuracy' | 'mae',
): Slices['weakest'] {
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
  const sizeOf = (ways: SliceWays) => {
    const counts = ways.map(({ blocks }) => blocks.length);
    return {
      n: total(ways).total.n,
      days: countOf(ways, counts, 'day') ?? 0,
      groups: countOf(ways, counts, 'entity'),
    };
  };
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
              found: factsOf(found, one),
              reported: factsOf(reported, other),
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
  ways: SliceWays,
  columns: readonly SliceColumn[],
  positive: string | null,
): Slices['fairness']['columns'] {
  const all = total(ways);
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
            mapWays(ways, (block) =>
              keys.map((key): RateSum => {
                const own = block.columns.get(id)?.get(key);
                return own ? rateOf(own) : [0, 0];
              }),
            ),
            rows.map((n) => n >= LEAST_SLICE_ROWS),
            FEW_BLOCKS,
          );
          return {
            rate,
            groups: groups.map(({ blocks, ...estimate }) => ({
              ...estimateOf(estimate),
              days: countOf(ways, blocks, 'day') ?? 0,
              groupsDrawn: countOf(ways, blocks, 'entity'),
            })),
            extremes: extremes && { ...extremes, gap: estimateOf(extremes.gap), ratio: estimateOf(extremes.ratio) },
          };
        }),
      };
    });
}
