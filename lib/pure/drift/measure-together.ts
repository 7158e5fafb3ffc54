import { lowerBound } from '../stats/lower-bound';
import { normalQuantile } from '../stats/normal-quantile';
import { classifyDomain, type DomainVerdict, FOLDS } from './domain-classifier';
import { learnColumn, type Standardise } from './learn-column';
import { principalAxes, residualsOf } from './principal-axes';
import { type RowTable, takeRows } from './row-table';

const DAY_MS = 86_400_000;
/** Fewer rows of a day than these are not told from the reference by trees. */
export const FEWEST_CLASSIFIED = 30;
/** Blocks of rows that lie together, which a fold takes whole where no days are known. */
const BLOCKS = 50;
/** A reference of fewer days cannot do without one of them. */
const FEWEST_DAYS = 3;

/** Rows of a reference, in the order of its file, with the UTC day of each where the file says it. */
export interface ReferenceTable extends RowTable {
  readonly days: readonly (number | null)[] | null;
}

export interface Reconstruction {
  /** Principal components that are kept. */
  readonly components: number;
  /** Mean distance of the rows from their image in them, in standard deviations of the reference. */
  readonly error: number;
  /** Mean normal score of the rows' distances among those of the reference: bounded, whatever the tails. */
  readonly score: number;
  /** Mean distance of each column's values from their image, by name. */
  readonly off: ReadonlyMap<string, number>;
}

export interface TogetherMeasure {
  /** Rows and days of the reference that it was held against; null where its file names no days. */
  readonly reference: { readonly rows: number; readonly days: number | null };
  /** Null where no column of the reference varies. */
  readonly reconstruction: Reconstruction | null;
  readonly classifier: DomainVerdict | null;
}

interface Learnt {
  table: RowTable;
  standards: readonly Standardise[];
  axes: readonly (readonly number[])[];
  /** Distances of the reference's own rows, upwards. */
  errors: Float64Array;
  folds: number[];
  days: number | null;
}

/**
 * How a day's rows differ from a reference in all columns together: by the error of principal components learnt on the reference (rules of
 * NannyML 0.13), and by how well trees tell them apart. Of a reference with days one is left out each time: the day itself, so that no day
 * is held against its own rows, or else another one, so that every day is held against as many. So the measure of each day comes about in
 * the same way, and days can be compared with each other.
 */
export function learnTogether(reference: ReferenceTable): (day: { dayMs: number; table: RowTable }) => TogetherMeasure {
  const bound = learnBounds(reference);
  const bounded = { ...reference, ...bound(reference) };
  const dayList = [...new Set((reference.days ?? []).filter((day) => day !== null))].sort((a, b) => a - b);
  const known = new Map<number | null, Learnt>();
  const learntWithout = (left: number | null): Learnt => {
    const found = known.get(left) ?? learn(bounded, left);
    // A reference without days is learnt once; others are learnt anew for each day, and one of them is kept.
    known.clear();
    known.set(left, found);
    return found;
  };
  return ({ dayMs, table: day }) => {
    const table = bound(day);
    const learnt = learntWithout(dayLeftOut(dayList, dayMs));
    return {
      reference: { rows: learnt.table.rows, days: learnt.days },
      reconstruction: reconstruct(learnt, table),
      classifier:
        table.rows < FEWEST_CLASSIFIED
          ? null
          : classifyDomain(learnt.table, table, { reference: learnt.folds, window: foldsOfBlocks(table.rows) }),
    };
  };
}

/** The day of the reference that a day is not held against. Example: of days 1, 2 and 3 day 2 leaves out itself, and day 7 any of them. */
function dayLeftOut(days: readonly number[], dayMs: number): number | null {
  if (days.length < FEWEST_DAYS) return null;
  if (days.includes(dayMs)) return dayMs;
  return days[(Math.imul(dayMs / DAY_MS, 0x9e3779b1) >>> 0) % days.length] ?? null;
}

function learn(reference: ReferenceTable, left: number | null): Learnt {
  const rows = Array.from({ length: reference.rows }, (_, row) => row).filter(
    (row) => left === null || reference.days?.[row] !== left,
  );
  const table = takeRows(reference, rows);
  const standards = table.columns.map(learnColumn);
  const columns = standardise(standards, table);
  const axes = principalAxes(columns);
  const days = reference.days;
  const own = rows.map((row) => days?.[row] ?? null);
  const places = new Map([...new Set(own)].sort((a, b) => (a ?? 0) - (b ?? 0)).map((day, place) => [day, place]));
  return {
    table,
    standards,
    axes,
    errors: residualsOf(columns, axes).errors.sort(),
    folds: places.size < FOLDS ? foldsOfBlocks(rows.length) : own.map((day) => (places.get(day) ?? 0) % FOLDS),
    days: days ? places.size : null,
  };
}

const foldsOfBlocks = (rows: number): number[] =>
  Array.from({ length: rows }, (_, row) => Math.floor((row * BLOCKS) / rows) % FOLDS);

const standardise = (standards: readonly Standardise[], { columns }: RowTable): Float64Array[] =>
  columns.map((column, i) => standards[i]?.(column) ?? new Float64Array());

/** Infinities have no place in principal components: they become the smallest and the largest number of the reference. */
function learnBounds(reference: RowTable): (table: RowTable) => RowTable {
  const ends = reference.columns.map(({ kind, values }) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    if (kind === 'number')
      for (const value of values)
        if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
    return low <= high ? { low, high } : { low: 0, high: 0 };
  });
  return ({ rows, columns }) => ({
    rows,
    columns: columns.map((column, i) => {
      if (column.kind !== 'number') return column;
      const { low, high } = ends[i] ?? { low: 0, high: 0 };
      const bound = (value: number) =>
        Math.abs(value) === Number.POSITIVE_INFINITY ? (value > 0 ? high : low) : value;
      return { ...column, values: column.values.map(bound) };
    }),
  });
}

function reconstruct(learnt: Learnt, table: RowTable): Reconstruction | null {
  const { standards, axes, errors: known } = learnt;
  if (axes.length === 0 || table.rows === 0) return null;
  const columns = standardise(standards, table);
  const { errors, byColumn } = residualsOf(columns, axes);
  let [error, score] = [0, 0];
  for (const own of errors) {
    error += own;
    score += normalQuantile((placeAmong(known, own) + 0.5) / (known.length + 1));
  }
  if (!Number.isFinite(error)) return null;
  return {
    components: axes.length,
    error: error / errors.length,
    score: score / errors.length,
    off: new Map(table.columns.map(({ name }, i) => [name, byColumn[i] ?? 0])),
  };
}

/** How many of the values, sorted upwards, are smaller; equal ones count half. */
const placeAmong = (sorted: Float64Array, value: number): number =>
  (lowerBound(sorted, (other) => other < value) + lowerBound(sorted, (other) => other <= value)) / 2;
