import { prAucOfBins, rocAucOfBins, type ScoreBins } from '@/lib/pure/stats/binned-curves';
import { calibrationOfBins, expectedCalibrationError } from '@/lib/pure/stats/calibration';
import { balancedAccuracy, macroF1, weightedF1 } from '@/lib/pure/stats/class-scores';
import type { ConfusionMatrix } from '@/lib/pure/stats/confusion-matrix';
import { SCORE_BINS } from '@/lib/pure/stats/score-bins';
import type { ClassMeasures } from './measures';
import { CALIBRATION_GROUPS, CLASS_METRICS, type ClassMetric } from './schema';

export type ClassScoresOf = Record<ClassMetric, number>;

/** Where the sums of some classes lie in one list of numbers, so that days can be added and drawn again cheaply. */
export interface ClassLayout {
  labels: readonly string[];
  /** Whether the histograms are in it. */
  hasCurves: boolean;
}

const SCORED = 3;
const CURVE = 3 * SCORE_BINS;

export const layoutLength = ({ labels, hasCurves }: ClassLayout): number =>
  labels.length ** 2 + SCORED + (hasCurves ? labels.length * CURVE : 0);

/** The sums of measures as the layout has them. */
export function classSums(classes: ClassMeasures | null, layout: ClassLayout): Float64Array {
  const { labels } = layout;
  const sums = new Float64Array(layoutLength(layout));
  if (!classes) return sums;
  const index = new Map(labels.map((label, i) => [label, i]));
  for (const [label, row] of classes.cells)
    for (const [predicted, { weight }] of row) {
      const [down, across] = [index.get(label), index.get(predicted)];
      if (down !== undefined && across !== undefined) sums[down * labels.length + across] = weight;
    }
  const after = labels.length ** 2;
  sums.set([classes.scored.weight, classes.scored.logLoss, classes.scored.brier], after);
  if (layout.hasCurves)
    for (const [k, label] of labels.entries()) {
      const histogram = classes.histograms.get(label);
      if (!histogram) continue;
      const at = after + SCORED + k * CURVE;
      sums.set(histogram.positive, at);
      sums.set(histogram.negative, at + SCORE_BINS);
      sums.set(histogram.scores, at + 2 * SCORE_BINS);
    }
  return sums;
}

export function matrixOf(sums: Float64Array, { labels }: ClassLayout): ConfusionMatrix {
  const size = labels.length;
  return { classes: labels, counts: labels.map((_, i) => [...sums.subarray(i * size, (i + 1) * size)]) };
}

/** The bins of a class, a view on the sums. */
export function curveOf(sums: Float64Array, { labels }: ClassLayout, k: number): ScoreBins & { scores: Float64Array } {
  const at = labels.length ** 2 + SCORED + k * CURVE;
  const part = (i: number) => sums.subarray(at + i * SCORE_BINS, at + (i + 1) * SCORE_BINS);
  return { positive: part(0), negative: part(1), scores: part(2) };
}

/** Without the classes that no row has and no answer named: they would pull a plain mean down for nothing. */
function metPart({ classes, counts }: ConfusionMatrix): ConfusionMatrix {
  const met = classes.flatMap((_, i) =>
    counts[i]?.some((count) => count > 0) || counts.some((row) => (row[i] ?? 0) > 0) ? [i] : [],
  );
  return {
    classes: met.map((i) => classes[i] ?? ''),
    counts: met.map((i) => met.map((j) => counts[i]?.[j] ?? 0)),
  };
}

export const meanOf = (values: readonly number[]): number => {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / (known.length || Number.NaN);
};

/** Of two classes the curves of the second say all; of more the mean over the classes that have rows counts. */
export const curveClasses = (labels: readonly string[]): number[] =>
  labels.length === 2 ? [1] : labels.map((_, k) => k);

/** Every measure of a classification from its sums; NaN for what cannot be said. The Brier score of two classes is from 0 to 1. */
export function scoreClasses(sums: Float64Array, layout: ClassLayout): ClassScoresOf {
  const matrix = matrixOf(sums, layout);
  const after = layout.labels.length ** 2;
  const [scored = 0, logLoss = 0, brier = 0] = sums.subarray(after, after + SCORED);
  const curves = layout.hasCurves ? curveClasses(layout.labels).map((k) => curveOf(sums, layout, k)) : [];
  const all = matrix.counts.reduce((sum, row) => sum + row.reduce((part, count) => part + count, 0), 0);
  const right = matrix.counts.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  return {
    accuracy: right / all,
    balancedAccuracy: balancedAccuracy(matrix),
    macroF1: macroF1(metPart(matrix)),
    weightedF1: weightedF1(matrix),
    rocAuc: meanOf(curves.map((curve) => rocAucOfBins(curve).value)),
    prAuc: meanOf(curves.map((curve) => prAucOfBins(curve).value)),
    logLoss: logLoss / scored,
    brier: brier / scored / (layout.labels.length === 2 ? 2 : 1),
    calibrationError: meanOf(
      curves.map((curve) => expectedCalibrationError(calibrationOfBins(curve, CALIBRATION_GROUPS))),
    ),
  };
}

/** How far the binning may move the areas under the curves. */
export function curveErrors(sums: Float64Array, layout: ClassLayout): { rocAuc: number; prAuc: number } {
  const curves = layout.hasCurves ? curveClasses(layout.labels).map((k) => curveOf(sums, layout, k)) : [];
  return {
    rocAuc: meanOf(curves.map((curve) => rocAucOfBins(curve).error)),
    prAuc: meanOf(
      curves.map((curve) => {
        const { value, low, high } = prAucOfBins(curve);
        return Math.max(high - value, value - low);
      }),
    ),
  };
}

/**
 * What is reached without a model on the same rows: always the most frequent class; for what needs probabilities always the shares
 * of the classes. NaN where no such rule says anything.
 */
export function baselineOfClasses(sums: Float64Array, layout: ClassLayout): ClassScoresOf & { label: string | null } {
  const { labels } = layout;
  const supports = matrixOf(sums, layout).counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const all = supports.reduce((sum, support) => sum + support, 0);
  const most = supports.indexOf(Math.max(...supports));
  const constant = new Float64Array(layoutLength(layout));
  for (const [i, support] of supports.entries()) constant[i * labels.length + most] = support;
  const shares = supports.map((support) => support / all);
  const plain = scoreClasses(constant, { labels, hasCurves: false });
  const withCurves = layout.hasCurves ? curveClasses(labels).map((k) => shares[k] ?? 0) : [];
  const met = withCurves.filter((share) => share > 0 && share < 1);
  return {
    ...plain,
    rocAuc: met.length > 0 ? 0.5 : Number.NaN,
    prAuc: meanOf(met),
    logLoss: shares.reduce((sum, share) => sum - (share > 0 ? share * Math.log(share) : 0), 0),
    brier: shares.reduce((sum, share) => sum + share * (1 - share), 0) / (labels.length === 2 ? 2 : 1),
    calibrationError: Number.NaN,
    label: labels[most] ?? null,
  };
}

export const asList = (scores: ClassScoresOf): number[] => CLASS_METRICS.map((metric) => scores[metric]);
