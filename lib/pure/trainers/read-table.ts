import type { TrainingColumn } from './bin-columns';
import { type ColumnNotes, encodeInputs, type InputPlan, planInputs } from './plan-inputs';
import { type Classes, readTarget } from './read-target';
import { TrainingRefused } from './training-refused';
import { numbersAt, type TrainingTable, takeTableRows } from './training-table';

/** The rows of a table that can be learnt from. */
export interface TableRows {
  readonly given: number;
  /** Rows of the table that have a target, in their order. All below are of these. */
  readonly kept: Uint32Array;
  readonly target: Float64Array;
  readonly classes: Classes | null;
  readonly weights: Float64Array | null;
  readonly plans: readonly InputPlan[];
  readonly notes: readonly ColumnNotes[];
  /** The used columns. */
  readonly columns: readonly TrainingColumn[];
}

/** Reads target and columns of a table. Throws TrainingRefused for what cannot be learnt from. */
export function readTable(table: TrainingTable, task: 'regression' | 'classification'): TableRows {
  const given = table.target.length;
  requireLengths(table, given);
  const badTimes = table.times?.filter((time) => !Number.isFinite(time)).length ?? 0;
  if (badTimes > 0) throw new TrainingRefused('bad_times', null, { rows: badTimes });
  const { rows: kept, values: target, classes } = readTarget(table.target, task);
  const own =
    kept.length === given ? table.columns : takeTableRows({ columns: table.columns, target: [] }, kept).columns;
  const { plans, notes } = planInputs(own);
  const columns = encodeInputs(plans, own).map(withoutInfinite);
  const weights = table.weights ? readWeights(numbersAt(table.weights, kept)) : null;
  return { given, kept, target, classes, weights, plans, notes, columns };
}

function requireLengths({ columns, weights, times, groups }: TrainingTable, expected: number): void {
  const parts = [
    ...columns.map(({ name, values }) => ({ name, rows: values.length })),
    ...[weights, times, groups].flatMap((part) => (part ? [{ name: null, rows: part.length }] : [])),
  ];
  for (const { name, rows } of parts)
    if (rows !== expected) throw new TrainingRefused('length_differs', name, { rows, expected });
}

/** An infinite number says nothing of how far it is: it is missing to what is learnt. */
function withoutInfinite({ kind, values }: TrainingColumn): TrainingColumn {
  for (let row = 0; row < values.length; row += 1) if (!Number.isFinite(values[row])) values[row] = Number.NaN;
  return { kind, values };
}

function readWeights(weights: Float64Array): Float64Array {
  const bad = weights.filter((weight) => !(weight >= 0 && Number.isFinite(weight))).length;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (bad > 0 || !(sum > 0)) throw new TrainingRefused('bad_weights', null, { rows: bad });
  return weights;
}
