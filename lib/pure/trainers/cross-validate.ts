import type { Predictions } from './fitted-model';
import { readTarget } from './read-target';
import { type Metric, type Metrics, scorePredictions } from './score-predictions';
import { foldRows, type SplitBy, usualSplit } from './split-rows';
import { type TrainingProgress, type TrainingWatch, trainModel } from './train-model';
import { requireWhole, type TrainingSettings } from './training-settings';
import { numbersAt, type TrainingTable, takeTableRows } from './training-table';

export interface CrossValidation {
  readonly by: SplitBy;
  readonly folds: readonly {
    /** From 1; by time the earliest first. */
    readonly fold: number;
    readonly learnt: number;
    readonly judged: number;
    readonly metrics: Metrics;
  }[];
  /** Over the folds: their mean, and the deviation between them (n − 1). NaN where a fold has none. */
  readonly metrics: Partial<Record<Metric, { readonly mean: number; readonly deviation: number }>>;
}

export interface FoldProgress extends TrainingProgress {
  /** From 1, of `folds`. */
  readonly fold: number;
  readonly folds: number;
}

export interface CrossValidationWatch extends Pick<TrainingWatch, 'signal'> {
  readonly report?: (progress: FoldProgress) => void | Promise<void>;
}

const MOST_FOLDS = 50;

/**
 * Trains as often as there are folds and judges each model on rows it has not seen: by time on those after its own (each fold learns from everything
 * before it), by group on whole groups, or by chance. Without `by` it is by time where the table has times, else by group where it has groups.
 * Throws what `trainModel` throws, also where a fold lacks what the whole table has.
 */
export async function crossValidate(
  table: TrainingTable,
  settings: TrainingSettings,
  { folds, by = usualSplit(table) }: { readonly folds: number; readonly by?: SplitBy },
  { report, signal }: CrossValidationWatch = {},
): Promise<CrossValidation> {
  requireWhole('folds', folds, 2, MOST_FOLDS);
  const { rows, values, classes } = readTarget(table.target, settings.task);
  const truth = new Float64Array(table.target.length);
  for (const [place, row] of rows.entries()) truth[row] = values[place] as number;
  const found: CrossValidation['folds'][number][] = [];
  for (const [at, { learnt, held }] of foldRows(table, rows, { folds, by, seed: settings.seed }).entries()) {
    const model = await trainModel(takeTableRows(table, learnt), settings, {
      ...(signal && { signal }),
      ...(report && { report: (progress) => report({ ...progress, fold: at + 1, folds }) }),
    });
    const said = model.predict(takeTableRows({ columns: table.columns, target: [] }, held).columns);
    const predictions = classes ? spreadClasses(said, classes.labels) : said;
    const metrics = scorePredictions(predictions, { values: numbersAt(truth, held) });
    found.push({ fold: at + 1, learnt: learnt.length, judged: held.length, metrics });
  }
  return { by, folds: found, metrics: summarise(found.map(({ metrics }) => metrics)) };
}

/** Probabilities of all classes, 0 for those that the model of a fold has not met. */
function spreadClasses(said: Predictions, labels: readonly string[]): Predictions {
  if (said.kind === 'numbers' || said.labels.length === labels.length) return said;
  const rows = said.probabilities.length / said.labels.length;
  const probabilities = new Float64Array(rows * labels.length);
  const places = said.labels.map((label) => labels.indexOf(label));
  for (let row = 0; row < rows; row += 1)
    for (const [own, place] of places.entries())
      probabilities[row * labels.length + place] = said.probabilities[row * places.length + own] as number;
  return { kind: 'classes', labels, probabilities };
}

function summarise(folds: readonly Metrics[]): CrossValidation['metrics'] {
  const names = Object.keys(folds[0] ?? {}) as Metric[];
  return Object.fromEntries(
    names.map((name) => {
      const values = folds.map((fold) => fold[name] ?? Number.NaN);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      return [name, { mean, deviation: Math.sqrt(squares / (values.length - 1)) }];
    }),
  );
}
