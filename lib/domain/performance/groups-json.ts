import type { SliceKey } from '@/lib/pure/slices/cut-column';
import { sketchDistinct } from '@/lib/pure/stats/distinct-sketch';
import type { DayGroups } from './count-group';
import {
  addCell,
  emptyClasses,
  emptyHistogram,
  emptyMeasures,
  emptyNumbers,
  type Measures,
  mergeMeasures,
} from './measures';
import { addToClass, type DaySlices, type SliceSums, sliceAt } from './slice-sums';

type Numbers = number[];
/** Group; rows and weight; of classes cells, scored and curve; of numbers their sums. Lists, because a year of them is read for a page. */
interface GroupJson {
  g: number;
  n: [n: number, weight: number];
  c?: { cells: [string, string, number, number][]; scored: Numbers; bins: [number, number, number, number][] };
  v?: Numbers;
}
/** Slice, rows, weight, right answers or distance, errors, and label, rows by label, rows by answer, right ones of each class. */
type SliceJson = [
  key: SliceKey,
  n: number,
  weight: number,
  sum: number,
  error: number,
  of: [string, number, number, number][],
];

/** As the columns of `block_days` hold it. Only this room writes it. */
export interface DayGroupsJson {
  entities: { without: number; hashes: Numbers };
  measures: { curveOf: string | null; groups: GroupJson[] };
  slices: {
    isClasses: boolean;
    groups: [group: number, n: number, columns: [id: string, slices: SliceJson[]][]][];
  } | null;
}

export function dayGroupsToJson({ curveOf, hashes, rowsWithout, groups }: DayGroups): DayGroupsJson {
  const sliced = [...groups].flatMap(([group, { slices }]) => (slices ? [{ group, slices }] : []));
  return {
    entities: { without: rowsWithout, hashes: [...sketchDistinct(hashes)] },
    measures: {
      curveOf,
      groups: [...groups].map(([g, { measures, curve }]): GroupJson => {
        const { n, weight, classes, numbers } = measures;
        const cells = [...(classes?.cells ?? [])].flatMap(([label, row]) =>
          [...row].map(([predicted, cell]): [string, string, number, number] => [
            label,
            predicted,
            cell.n,
            cell.weight,
          ]),
        );
        const scored = classes && [
          classes.scored.n,
          classes.scored.weight,
          classes.scored.logLoss,
          classes.scored.brier,
        ];
        return {
          g,
          n: [n, weight],
          ...(scored && { c: { cells, scored, bins: [...curve].map(([bin, sums]) => [bin, ...sums]) } }),
          ...(numbers && {
            v: [
              numbers.error,
              numbers.absolute,
              numbers.squares,
              numbers.relative,
              numbers.relativeWeight,
              numbers.zeros,
              numbers.actual.weight,
              numbers.actual.mean,
              numbers.actual.squares,
            ],
          }),
        };
      }),
    },
    slices:
      sliced.length === 0
        ? null
        : {
            isClasses: sliced.some(({ slices }) => slices.total.classes !== null),
            groups: sliced.map(({ group, slices: { total, columns } }) => [
              group,
              total.n,
              [...columns].map(([id, slices]) => [id, [...slices].map(([key, sums]) => sliceToJson(key, sums))]),
            ]),
          },
  };
}

const sliceToJson = (key: SliceKey, { n, weight, classes, numbers }: SliceSums): SliceJson => [
  key,
  n,
  weight,
  classes?.right ?? numbers?.absolute ?? 0,
  numbers?.error ?? 0,
  [...(classes?.of ?? [])].map(([label, { labelled, answered, right }]) => [label, labelled, answered, right]),
];

/** Adds the groups of a day to those of other days. */
export function mergeGroupMeasures(into: Map<number, Measures>, { curveOf, groups }: DayGroupsJson['measures']): void {
  for (const { g, n, c, v } of groups) {
    const measures = emptyMeasures();
    [measures.n, measures.weight] = n;
    if (c) {
      const classes = emptyClasses();
      const [scored = 0, weight = 0, logLoss = 0, brier = 0] = c.scored;
      classes.scored = { n: scored, weight, logLoss, brier };
      for (const [label, predicted, rows, sum] of c.cells) addCell(classes, { label, predicted, n: rows, weight: sum });
      if (curveOf !== null && c.bins.length > 0) {
        const histogram = emptyHistogram();
        for (const [bin, positive, negative, scores] of c.bins) {
          histogram.positive[bin] = positive;
          histogram.negative[bin] = negative;
          histogram.scores[bin] = scores;
        }
        classes.histograms.set(curveOf, histogram);
      }
      measures.classes = classes;
    }
    if (v) {
      const [error = 0, absolute = 0, squares = 0, relative = 0, relativeWeight = 0, zeros = 0] = v;
      const [weight = 0, mean = 0, about = 0] = v.slice(6);
      const sums = { error, absolute, squares, relative, relativeWeight, zeros };
      measures.numbers = { ...emptyNumbers(), ...sums, actual: { weight, mean, squares: about } };
    }
    mergeMeasures(at(into, g, emptyMeasures), measures);
  }
}

/** Adds the slices of the groups of a day to what `targetsOf` names for each group. */
export function mergeGroupSlices(
  { isClasses, groups }: NonNullable<DayGroupsJson['slices']>,
  targetsOf: (group: number) => readonly DaySlices[],
): void {
  for (const [group, n, columns] of groups)
    for (const target of targetsOf(group)) {
      target.total.n += n;
      for (const [id, slices] of columns)
        for (const [key, rows, weight, sum, error, of] of slices) {
          const sums = sliceAt(target, id, key);
          sums.n += rows;
          sums.weight += weight;
          if (isClasses) {
            sums.classes ??= { right: 0, of: new Map() };
            sums.classes.right += sum;
            for (const [label, labelled, answered, right] of of)
              addToClass(sums.classes, label, { labelled, answered, right });
          } else {
            sums.numbers ??= { error: 0, absolute: 0 };
            sums.numbers.error += error;
            sums.numbers.absolute += sum;
          }
        }
    }
}

/** The value of a map at a key, made where there is none yet. */
export function at<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
