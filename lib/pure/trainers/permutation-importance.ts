import { mersenneTwister, shuffle } from '../stats/mersenne-twister';
import { labelOf } from './read-target';
import { scorePredictions } from './score-predictions';
import type { TrainedModel } from './train-model';
import { type Cell, cellsAt, isMissing, type TableColumn, type TrainingTable } from './training-table';

export interface ColumnImportance {
  readonly column: string;
  /** By how much the loss grows when the column's values are shuffled among the rows: of RMSE, in the target's unit, or of log loss. */
  readonly mean: number;
  /** Between the repeats (n − 1); NaN for one. */
  readonly deviation: number;
}

/**
 * Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019): how much worse a model answers rows whose values of one column are
 * shuffled, the most important column first. It is worth what the rows are: take such as the model has not learnt from. Columns that say the same can
 * share their importance, so that neither has much. Rows without a target, or of a class that the model does not know, are left out. Yields
 * after each column. Example: a column that the answers do not depend on has 0.
 */
export function* permutationImportance(
  model: Pick<TrainedModel, 'predict' | 'columns' | 'classes'>,
  table: Pick<TrainingTable, 'columns' | 'target'>,
  { repeats, seed }: { readonly repeats: number; readonly seed: number },
): Generator<{ readonly column: string }, ColumnImportance[]> {
  const { rows, values } = knownRows(model, table.target);
  const columns = table.columns
    .filter(({ name }) => model.columns.includes(name))
    .map((column): TableColumn => ({ ...column, values: cellsAt(column.values, rows) }));
  const lossOf = (of: readonly TableColumn[]) => {
    const { rmse, logLoss } = scorePredictions(model.predict(of), { values });
    return rmse ?? logLoss ?? Number.NaN;
  };
  const before = lossOf(columns);
  const places = Uint32Array.from(rows.keys());
  const random = mersenneTwister(seed);
  const found: ColumnImportance[] = [];
  for (const [at, column] of columns.entries()) {
    const grown = Array.from({ length: repeats }, () => {
      shuffle(places, random);
      return lossOf(columns.with(at, { ...column, values: cellsAt(column.values, places) })) - before;
    });
    const mean = grown.reduce((sum, value) => sum + value, 0) / repeats;
    const squares = grown.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    found.push({ column: column.name, mean, deviation: Math.sqrt(squares / (repeats - 1)) });
    yield { column: column.name };
  }
  return found.sort((a, b) => b.mean - a.mean);
}

function knownRows({ classes }: Pick<TrainedModel, 'classes'>, target: TrainingTable['target']) {
  const places = new Map(classes?.labels.map((label, place) => [label, place]));
  const truthOf = (cell: Cell | undefined): number => {
    if (isMissing(cell) || cell === null || cell === undefined) return Number.NaN;
    return classes ? (places.get(labelOf(cell)) ?? Number.NaN) : Number(cell);
  };
  const all = Float64Array.from({ length: target.length }, (_, row) => truthOf(target[row]));
  const rows = Uint32Array.from(all.keys()).filter((row) => !Number.isNaN(all[row]));
  return { rows, values: all.filter((value) => !Number.isNaN(value)) };
}
