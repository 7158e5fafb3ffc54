import { createSketch, type DdSketch, mergeSketch } from '@/lib/pure/stats/dd-sketch';
import { SCORE_BINS } from '@/lib/pure/stats/score-bins';
import { type Moments, mergeMoments } from '@/lib/pure/stats/weighted-moments';

/** Per bin of the score of one class: weights of rows of the class and of the rest, and the sum of the scores. */
export interface ScoreHistogram {
  positive: Float64Array;
  negative: Float64Array;
  scores: Float64Array;
}

export const emptyHistogram = (): ScoreHistogram => ({
  positive: new Float64Array(SCORE_BINS),
  negative: new Float64Array(SCORE_BINS),
  scores: new Float64Array(SCORE_BINS),
});

export interface ClassMeasures {
  /** Label, then predicted class. */
  cells: Map<string, Map<string, { n: number; weight: number }>>;
  /** Rows that came with a probability for each class; the sums are weighted. */
  scored: { n: number; weight: number; logLoss: number; brier: number };
  histograms: Map<string, ScoreHistogram>;
}

/** Rows whose label falls into one log bin. */
export interface ActualBin {
  n: number;
  weight: number;
  actual: number;
  predicted: number;
  predictedSquares: number;
}

export interface NumberMeasures {
  /** Weighted sums of prediction minus label, of its size and of its square. */
  error: number;
  absolute: number;
  squares: number;
  /** Weighted sum of the size relative to the label, over the rows whose label is not 0. */
  relative: number;
  relativeWeight: number;
  zeros: number;
  actual: Moments;
  /** Weights of rows per log bin of prediction minus label. */
  residuals: Map<number, number>;
  bins: Map<number, ActualBin>;
}

/** What labels say about answers: sums that add up over days, versions and routes. */
export interface Measures {
  /** Rows whose label was held against an answer, what they stand for, and the sum of the squared weights. */
  n: number;
  weight: number;
  squaredWeight: number;
  /** Rows with a label, each counted under one source only. */
  labelled: number;
  /** Labels that the model cannot know: a class it does not have, no number. */
  misfits: number;
  misfitValues: Map<string, number>;
  /** Rows whose answer was no class and no number. */
  unanswered: number;
  /** Milliseconds from the answer to the label. */
  delayMs: DdSketch;
  classes: ClassMeasures | null;
  numbers: NumberMeasures | null;
}

export const MAX_MISFIT_VALUES = 10;

export const emptyMeasures = (): Measures => ({
  n: 0,
  weight: 0,
  squaredWeight: 0,
  labelled: 0,
  misfits: 0,
  misfitValues: new Map(),
  unanswered: 0,
  delayMs: createSketch(),
  classes: null,
  numbers: null,
});

export const emptyClasses = (): ClassMeasures => ({
  cells: new Map(),
  scored: { n: 0, weight: 0, logLoss: 0, brier: 0 },
  histograms: new Map(),
});

export const emptyNumbers = (): NumberMeasures => ({
  error: 0,
  absolute: 0,
  squares: 0,
  relative: 0,
  relativeWeight: 0,
  zeros: 0,
  actual: { weight: 0, mean: 0, squares: 0 },
  residuals: new Map(),
  bins: new Map(),
});

export const emptyActualBin = (): ActualBin => ({ n: 0, weight: 0, actual: 0, predicted: 0, predictedSquares: 0 });

export function addMisfit(measures: Measures, value: string, count: number): void {
  measures.misfits += count;
  addMisfitValue(measures, value, count);
}

function addMisfitValue({ misfitValues }: Measures, value: string, count: number): void {
  if (misfitValues.has(value) || misfitValues.size < MAX_MISFIT_VALUES)
    misfitValues.set(value, (misfitValues.get(value) ?? 0) + count);
}

export function addCell(classes: ClassMeasures, at: { label: string; predicted: string; n: number; weight: number }) {
  const row = classes.cells.get(at.label) ?? new Map<string, { n: number; weight: number }>();
  classes.cells.set(at.label, row);
  const cell = row.get(at.predicted) ?? { n: 0, weight: 0 };
  row.set(at.predicted, { n: cell.n + at.n, weight: cell.weight + at.weight });
}

/** Adds `other` into `into`: the same as having counted its rows one by one. */
export function mergeMeasures(into: Measures, other: Measures): void {
  into.n += other.n;
  into.weight += other.weight;
  into.squaredWeight += other.squaredWeight;
  into.labelled += other.labelled;
  into.misfits += other.misfits;
  into.unanswered += other.unanswered;
  for (const [value, count] of other.misfitValues) addMisfitValue(into, value, count);
  mergeSketch(into.delayMs, other.delayMs);
  if (other.classes) {
    into.classes ??= emptyClasses();
    mergeClasses(into.classes, other.classes);
  }
  if (other.numbers) {
    into.numbers ??= emptyNumbers();
    mergeNumbers(into.numbers, other.numbers);
  }
}

const addInto = (into: Float64Array, from: Float64Array) => {
  for (let at = 0; at < into.length; at += 1) into[at] = (into[at] ?? 0) + (from[at] ?? 0);
};

function mergeClasses(into: ClassMeasures, other: ClassMeasures): void {
  for (const [label, row] of other.cells)
    for (const [predicted, cell] of row) addCell(into, { label, predicted, ...cell });
  into.scored.n += other.scored.n;
  into.scored.weight += other.scored.weight;
  into.scored.logLoss += other.scored.logLoss;
  into.scored.brier += other.scored.brier;
  for (const [label, from] of other.histograms) {
    const to = into.histograms.get(label) ?? emptyHistogram();
    into.histograms.set(label, to);
    addInto(to.positive, from.positive);
    addInto(to.negative, from.negative);
    addInto(to.scores, from.scores);
  }
}

function mergeNumbers(into: NumberMeasures, other: NumberMeasures): void {
  into.error += other.error;
  into.absolute += other.absolute;
  into.squares += other.squares;
  into.relative += other.relative;
  into.relativeWeight += other.relativeWeight;
  into.zeros += other.zeros;
  into.actual = mergeMoments(into.actual, other.actual);
  for (const [bin, weight] of other.residuals) into.residuals.set(bin, (into.residuals.get(bin) ?? 0) + weight);
  for (const [bin, from] of other.bins) {
    const to = into.bins.get(bin) ?? emptyActualBin();
    into.bins.set(bin, {
      n: to.n + from.n,
      weight: to.weight + from.weight,
      actual: to.actual + from.actual,
      predicted: to.predicted + from.predicted,
      predictedSquares: to.predictedSquares + from.predictedSquares,
    });
  }
}
