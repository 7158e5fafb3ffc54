import type { TrainingColumn } from './bin-columns';
import { type BoostingRows, boostRounds } from './boost-rounds';
import { exportModel } from './export-model';
import { fitLogistic } from './fit-logistic';
import { fitRidge } from './fit-ridge';
import { type FittedModel, type Predictions, predictRows } from './fitted-model';
import { learnLinearColumns, makeDesign } from './linear-design';
import { readTable, type TableRows } from './read-table';
import type { Classes } from './read-target';
import { holdOut, usualSplit } from './split-rows';
import { notesOf, type TrainingNotes } from './training-notes';
import { TrainingRefused } from './training-refused';
import {
  type BoostingParameters,
  type ResolvedSettings,
  resolveSettings,
  type TrainingSettings,
} from './training-settings';
import type { InputDatatype, TableColumn, TrainingTable } from './training-table';

export interface TrainingProgress {
  /** From 1. Of a logistic regression iterations, of which `rounds` is the limit. */
  readonly round: number;
  readonly rounds: number;
  /** Mean squared error, or log loss (of a logistic regression with its penalty). */
  readonly trainLoss: number;
  /** Of the rows that were held out for early stopping. */
  readonly validationLoss: number | null;
}

export interface TrainingWatch {
  /** Called after each round and waited for. */
  readonly report?: (progress: TrainingProgress) => void | Promise<void>;
  /** Looked at after each round, when the event loop has had a turn; the training is then rejected with its reason. */
  readonly signal?: AbortSignal;
}

export interface TrainedModel {
  readonly settings: ResolvedSettings;
  /** In the order of the probabilities; null for a regression. */
  readonly classes: Classes | null;
  /** Of the exported file, in the order of the table. */
  readonly inputs: readonly { readonly name: string; readonly datatype: InputDatatype }[];
  /** Those of the inputs that answers can depend on. */
  readonly columns: readonly string[];
  readonly notes: TrainingNotes;
  readonly losses: readonly TrainingProgress[];
  /** Rounds of trees that were kept: up to the best for the held-out rows. 1 for a linear model. */
  readonly keptRounds: number;
  /** False where a logistic regression came to its limit of iterations. */
  readonly isConverged: boolean;
  /** What was learnt, as numbers. */
  readonly fitted: FittedModel;
  readonly onnx: Uint8Array;
  readonly predict: (columns: readonly TableColumn[]) => Predictions;
}

const MOST_ITERATIONS = 1000;
/** Of each score; more would hold the thread for longer than a few seconds at once. */
const MOST_COEFFICIENTS = 3000;
/** Fewer rows than these teach a linear model nothing worth exporting. */
const FEWEST_ROWS = 10;

/**
 * Trains a model on a table and exports it with its preprocessing as one ONNX file, which answers what `predict` does. The same table and
 * settings give the same bytes. Throws TrainingRefused for what cannot be learnt from, and the signal's reason when it is cancelled.
 */
export async function trainModel(
  table: TrainingTable,
  settings: TrainingSettings,
  watch: TrainingWatch = {},
): Promise<TrainedModel> {
  const steps = trainSteps(table, settings);
  for (;;) {
    await turnOfTheLoop();
    watch.signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    await watch.report?.(step.value);
  }
}

const turnOfTheLoop = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The same, a round a step. */
function* trainSteps(table: TrainingTable, given: TrainingSettings): Generator<TrainingProgress, TrainedModel> {
  const settings = resolveSettings(given);
  const rows = readTable(table, settings.task);
  const losses: TrainingProgress[] = [];
  const steps =
    settings.algorithm === 'gradient-boosting' ? fitTrees(table, rows, settings) : fitLinear(rows, settings);
  for (let step = steps.next(); ; step = steps.next()) {
    if (!step.done) {
      losses.push(step.value);
      yield step.value;
      continue;
    }
    const { core, heldOut, keptRounds, isConverged } = step.value;
    const { plans, classes } = rows;
    const fitted: FittedModel = { plans, classes, core };
    return {
      settings,
      classes,
      inputs: plans.map(({ name, datatype }) => ({ name, datatype })),
      columns: plans.filter(({ use }) => use === 'used').map(({ name }) => name),
      notes: notesOf(rows, heldOut, core.kind === 'linear' ? core.columns : null),
      losses,
      keptRounds,
      isConverged,
      fitted,
      onnx: exportModel(fitted),
      predict: (columns) => predictRows(fitted, columns),
    };
  }
}

interface Fit {
  readonly core: FittedModel['core'];
  readonly heldOut: number;
  readonly keptRounds: number;
  readonly isConverged: boolean;
}

function* fitLinear(
  { plans, columns, target, weights, classes }: TableRows,
  settings: Exclude<ResolvedSettings, { algorithm: 'gradient-boosting' }>,
): Generator<TrainingProgress, Fit> {
  requireRows(target.length, FEWEST_ROWS);
  const { l2, impute } = settings.parameters;
  const learnt = learnLinearColumns(plans, columns, impute);
  const design = makeDesign(learnt, columns, target.length);
  if (design.width > MOST_COEFFICIENTS)
    throw new TrainingRefused('too_many_coefficients', null, { coefficients: design.width, limit: MOST_COEFFICIENTS });
  const done = { heldOut: 0, keptRounds: 1 };
  if (settings.algorithm === 'ridge') {
    const scores = fitRidge(design, target, weights, l2);
    return { ...done, core: { kind: 'linear', columns: learnt, scores }, isConverged: true };
  }
  const steps = fitLogistic(design, target, weights, {
    classes: classes?.labels.length ?? 0,
    l2,
    iterations: MOST_ITERATIONS,
  });
  for (let round = 1; ; round += 1) {
    const step = steps.next();
    if (!step.done) {
      yield { round, rounds: MOST_ITERATIONS, trainLoss: step.value, validationLoss: null };
      continue;
    }
    const { isConverged, ...scores } = step.value;
    return { ...done, core: { kind: 'linear', columns: learnt, scores }, isConverged };
  }
}

function* fitTrees(
  table: TrainingTable,
  { kept, columns, target, weights, classes }: TableRows,
  { parameters, seed }: { readonly parameters: BoostingParameters; readonly seed: number },
): Generator<TrainingProgress, Fit> {
  const { earlyStopping, rounds } = parameters;
  const all: BoostingRows = { columns, target, weights };
  const split = earlyStopping
    ? holdOut(table, kept, { share: earlyStopping.share, by: earlyStopping.by ?? usualSplit(table), seed })
    : null;
  // The split names rows of the table; the columns have those with a target only.
  const places = new Map(split ? Array.from(kept, (row, place) => [row, place]) : []);
  const part = (rows: Uint32Array) =>
    takeRows(
      all,
      rows.map((row) => places.get(row) ?? 0),
    );
  const learnt = split ? part(split.learnt) : all;
  requireRows(learnt.target.length, 2 * parameters.minRowsInLeaf);
  const labels = classes?.labels.length ?? 0;
  if (classes && learnt.target.every((value) => value === learnt.target[0]))
    throw new TrainingRefused('one_class', null, { rows: learnt.target.length });
  const steps = boostRounds(learnt, split && part(split.held), {
    ...parameters,
    objective: labels === 0 ? 'squared' : labels === 2 ? 'logistic' : 'softmax',
    outputs: labels > 2 ? labels : 1,
    patience: earlyStopping?.rounds ?? rounds,
  });
  for (let step = steps.next(); ; step = steps.next()) {
    if (!step.done) {
      const { round, trainLoss, heldOutLoss } = step.value;
      yield { round, rounds, trainLoss, validationLoss: heldOutLoss };
      continue;
    }
    return {
      core: { kind: 'trees', trees: step.value },
      heldOut: split?.held.length ?? 0,
      keptRounds: step.value.rounds.length,
      isConverged: true,
    };
  }
}

function takeRows({ columns, target, weights }: BoostingRows, places: Uint32Array): BoostingRows {
  const pick = (values: Float64Array) => Float64Array.from(places, (place) => values[place] as number);
  return {
    columns: columns.map(({ kind, values }): TrainingColumn => ({ kind, values: pick(values) })),
    target: pick(target),
    weights: weights && pick(weights),
  };
}

function requireRows(rows: number, needed: number): void {
  if (rows < needed) throw new TrainingRefused('too_few_rows', null, { rows, needed });
}
