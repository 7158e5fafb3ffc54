import { TrainingRefused } from './training-refused';
import { type Cell, type Cells, isMissing } from './training-table';

export const MOST_CLASSES = 200;

/** Labels in the order of the probabilities: integers by size, texts by their code units, false before true. */
export interface Classes {
  readonly labels: readonly string[];
  readonly datatype: 'INT64' | 'BYTES';
}

export interface Target {
  /** Rows that have a target. */
  readonly rows: Uint32Array;
  /** For each of these the number, or the place of its class. */
  readonly values: Float64Array;
  readonly classes: Classes | null;
}

/**
 * The target of each row that has one. Classes are texts, booleans or integers; a column that mixes them is one of texts.
 * Throws TrainingRefused where there is nothing to learn.
 */
export function readTarget(target: Cells, task: 'regression' | 'classification'): Target {
  const places: number[] = [];
  for (let row = 0; row < target.length; row += 1) if (!isMissing(target[row])) places.push(row);
  if (places.length === 0) throw new TrainingRefused('no_target', null, { rows: target.length });
  const rows = Uint32Array.from(places);
  // Every place was seen to hold a value.
  const cells = places.map((row) => target[row] as Exclude<Cell, null>);
  return task === 'regression' ? readNumbers(rows, cells) : readClasses(rows, cells);
}

function readNumbers(rows: Uint32Array, cells: readonly Exclude<Cell, null>[]): Target {
  const values = Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : Number.NaN));
  const unfit = values.filter((value) => !Number.isFinite(value)).length;
  if (unfit > 0) throw new TrainingRefused('target_not_numbers', null, { rows: unfit });
  const [first] = values;
  if (values.every((value) => value === first))
    throw new TrainingRefused('constant_target', null, { rows: rows.length });
  return { rows, values, classes: null };
}

function readClasses(rows: Uint32Array, cells: readonly Exclude<Cell, null>[]): Target {
  const isOfNumbers = cells.every((cell) => typeof cell === 'number');
  if (isOfNumbers) {
    const fractions = cells.filter((cell) => !Number.isSafeInteger(cell)).length;
    if (fractions > 0) throw new TrainingRefused('target_not_classes', null, { rows: fractions });
  }
  const distinct = new Set<string>();
  for (const cell of cells) distinct.add(labelOf(cell));
  if (distinct.size > MOST_CLASSES)
    throw new TrainingRefused('too_many_classes', null, { classes: distinct.size, limit: MOST_CLASSES });
  if (distinct.size === 1) throw new TrainingRefused('one_class', null, { rows: rows.length });
  const labels = [...distinct].sort(isOfNumbers ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1));
  const codes = new Map(labels.map((label, code) => [label, code]));
  const values = Float64Array.from(cells, (cell) => codes.get(labelOf(cell)) ?? 0);
  return { rows, values, classes: { labels, datatype: isOfNumbers ? 'INT64' : 'BYTES' } };
}

/** As the exported file answers it; -0 is 0. */
export const labelOf = (cell: Exclude<Cell, null>): string => String(cell);
