import type { SliceKey } from '@/lib/pure/slices/cut-column';

/** Rows by label, rows by answer, and right ones of one class; weighted. */
export interface ClassSums {
  labelled: number;
  answered: number;
  right: number;
}

/** What labels say about the rows of one slice: a few sums that add up over days, versions and routes. */
export interface SliceSums {
  n: number;
  weight: number;
  squaredWeight: number;
  classes: { right: number; of: Map<string, ClassSums> } | null;
  /** Weighted sums of prediction minus label, and of its size. */
  numbers: { error: number; absolute: number } | null;
}

/** The slices of one day: by the id of the chosen column, then by slice. */
export interface DaySlices {
  total: SliceSums;
  columns: Map<string, Map<SliceKey, SliceSums>>;
}

/** More classes than this are not told apart inside a slice. */
const MAX_CLASSES = 50;

export const emptySliceSums = (): SliceSums => ({ n: 0, weight: 0, squaredWeight: 0, classes: null, numbers: null });
/** Without rows; the columns that will be counted are named, so that those without values are known to be counted too. */
export const emptyDaySlices = (columns: readonly { id: string }[] = []): DaySlices => ({
  total: emptySliceSums(),
  columns: new Map(columns.map(({ id }) => [id, new Map()])),
});

export function addToClass(classes: NonNullable<SliceSums['classes']>, label: string, by: Partial<ClassSums>): void {
  const known = classes.of.get(label);
  if (!known && classes.of.size >= MAX_CLASSES) return;
  const { labelled, answered, right } = known ?? { labelled: 0, answered: 0, right: 0 };
  classes.of.set(label, {
    labelled: labelled + (by.labelled ?? 0),
    answered: answered + (by.answered ?? 0),
    right: right + (by.right ?? 0),
  });
}

function mergeSliceSums(into: SliceSums, other: SliceSums): void {
  into.n += other.n;
  into.weight += other.weight;
  into.squaredWeight += other.squaredWeight;
  if (other.classes) {
    into.classes ??= { right: 0, of: new Map() };
    into.classes.right += other.classes.right;
    for (const [label, sums] of other.classes.of) addToClass(into.classes, label, sums);
  }
  if (other.numbers) {
    into.numbers ??= { error: 0, absolute: 0 };
    into.numbers.error += other.numbers.error;
    into.numbers.absolute += other.numbers.absolute;
  }
}

/** The sums of a slice of a day, made where there are none yet. */
export function sliceAt({ columns }: DaySlices, column: string, key: SliceKey): SliceSums {
  const slices = columns.get(column) ?? new Map<SliceKey, SliceSums>();
  columns.set(column, slices);
  const sums = slices.get(key) ?? emptySliceSums();
  slices.set(key, sums);
  return sums;
}

/** Adds `other` into `into`: the same as having counted its rows one by one. */
export function mergeDaySlices(into: DaySlices, other: DaySlices): void {
  mergeSliceSums(into.total, other.total);
  for (const [column, slices] of other.columns)
    for (const [key, sums] of slices) mergeSliceSums(sliceAt(into, column, key), sums);
}

type SumsJson = {
  n: number;
  weight: number;
  squaredWeight: number;
  /** Label, rows by label, rows by answer, right ones. */
  classes: { right: number; of: [string, number, number, number][] } | null;
  numbers: { error: number; absolute: number } | null;
};

/** The slices of a day as their column holds them. Only this room writes it. */
export type DaySlicesJson = {
  total: SumsJson;
  columns: { id: string; slices: [SliceKey, SumsJson][] }[];
};

const sumsToJson = ({ classes, numbers, ...sums }: SliceSums): SumsJson => ({
  ...sums,
  numbers: numbers && { ...numbers },
  classes: classes && {
    right: classes.right,
    of: [...classes.of].map(([label, { labelled, answered, right }]) => [label, labelled, answered, right]),
  },
});

const sumsFromJson = ({ classes, ...sums }: SumsJson): SliceSums => ({
  ...sums,
  classes: classes && {
    right: classes.right,
    of: new Map(classes.of.map(([label, labelled, answered, right]) => [label, { labelled, answered, right }])),
  },
});

export const daySlicesToJson = ({ total, columns }: DaySlices): DaySlicesJson => ({
  total: sumsToJson(total),
  columns: [...columns].map(([id, slices]) => ({
    id,
    slices: [...slices].map(([key, sums]) => [key, sumsToJson(sums)]),
  })),
});

/** What `daySlicesToJson` made, read back. A year of it is read for one page, so that nothing is checked again. */
export function daySlicesFromJson(json: unknown): DaySlices {
  // The column holds what this room wrote.
  const { total, columns } = json as DaySlicesJson;
  return {
    total: sumsFromJson(total),
    columns: new Map(
      columns.map(({ id, slices }) => [id, new Map(slices.map(([key, sums]) => [key, sumsFromJson(sums)]))]),
    ),
  };
}
