import type { Reading } from '@/lib/pure/protocols/signature';
import { brierScoreOfClasses } from '@/lib/pure/stats/brier-score';
import { addToSketch } from '@/lib/pure/stats/dd-sketch';
import { logBinIndex } from '@/lib/pure/stats/log-bins';
import { logLoss } from '@/lib/pure/stats/log-loss';
import { scoreBin } from '@/lib/pure/stats/score-bins';
import { mergeMoments } from '@/lib/pure/stats/weighted-moments';
import {
  addCell,
  addMisfit,
  emptyActualBin,
  emptyClasses,
  emptyHistogram,
  emptyNumbers,
  type Measures,
} from './measures';
import { readAnswer, readTruth } from './read-number';

/** More classes than this have no histogram each. */
export const MAX_CURVES = 50;
const MAX_VALUE_LENGTH = 60;
/** Probabilities of 32 bits may sum and round a little past the ends. */
const SLACK = 1e-4;

export interface RowTruth {
  label: string;
  /** What the row stands for: 1 / its chance of being drawn. */
  weight: number;
  delayMs: number;
  /** False where the row is counted under another source already. */
  isFirst: boolean;
}

export interface RowAnswer {
  outcome: string;
  /** One probability per class of the reading, or null. */
  scores: readonly number[] | null;
}

/**
 * Adds one labelled row. Labels are compared with the model's own labels as text; numbers are parsed. False where label and answer
 * could not be held against each other.
 */
export function countRow(
  measures: Measures,
  reading: Reading,
  truth: RowTruth,
  answer: RowAnswer,
  hasCurves = true,
): boolean {
  if (reading.task === 'tensors') return false;
  if (truth.isFirst) measures.labelled += 1;
  const isCounted =
    reading.task === 'classification'
      ? countClass(measures, reading.classes, truth, answer, hasCurves)
      : countNumber(measures, truth, answer);
  if (!isCounted) return false;
  measures.n += 1;
  measures.weight += truth.weight;
  measures.squaredWeight += truth.weight ** 2;
  addToSketch(measures.delayMs, Math.max(0, truth.delayMs));
  return true;
}

const shortened = (value: string): string => value.slice(0, MAX_VALUE_LENGTH).toWellFormed();

function countClass(
  measures: Measures,
  classes: readonly string[],
  truth: RowTruth,
  answer: RowAnswer,
  hasCurves: boolean,
): boolean {
  const { label, weight } = truth;
  const index = classes.indexOf(label);
  if (index < 0 && (classes.length > 0 || label === '')) {
    addMisfit(measures, shortened(label), 1);
    return false;
  }
  if (answer.outcome === '') {
    measures.unanswered += 1;
    return false;
  }
  measures.classes ??= emptyClasses();
  const { scored, histograms } = measures.classes;
  addCell(measures.classes, { label, predicted: answer.outcome, n: 1, weight });
  const { scores } = answer;
  if (!scores || scores.length !== classes.length || scores.some((score) => !(score >= -SLACK && score <= 1 + SLACK)))
    return true;
  scored.n += 1;
  scored.weight += weight;
  scored.logLoss += weight * logLoss([index], [scores]);
  scored.brier += weight * brierScoreOfClasses([index], [scores]);
  if (!hasCurves || classes.length > MAX_CURVES) return true;
  for (const [k, name] of classes.entries()) {
    const score = Math.min(1, Math.max(0, scores[k] ?? 0));
    const histogram = histograms.get(name) ?? emptyHistogram();
    histograms.set(name, histogram);
    const bin = scoreBin(score);
    const side = k === index ? histogram.positive : histogram.negative;
    side[bin] = (side[bin] ?? 0) + weight;
    histogram.scores[bin] = (histogram.scores[bin] ?? 0) + weight * score;
  }
  return true;
}

function countNumber(measures: Measures, truth: RowTruth, answer: RowAnswer): boolean {
  const { weight } = truth;
  const actual = readTruth(truth.label);
  if (actual === null) {
    addMisfit(measures, shortened(truth.label), 1);
    return false;
  }
  const predicted = readAnswer(answer.outcome);
  if (predicted === null) {
    measures.unanswered += 1;
    return false;
  }
  measures.numbers ??= emptyNumbers();
  const { numbers } = measures;
  const error = predicted - actual;
  numbers.error += weight * error;
  numbers.absolute += weight * Math.abs(error);
  numbers.squares += weight * error * error;
  if (actual === 0) numbers.zeros += 1;
  else {
    numbers.relative += weight * Math.abs(error / actual);
    numbers.relativeWeight += weight;
  }
  numbers.actual = mergeMoments(numbers.actual, { weight, mean: actual, squares: 0 });
  const residual = logBinIndex(error);
  numbers.residuals.set(residual, (numbers.residuals.get(residual) ?? 0) + weight);
  const bin = numbers.bins.get(logBinIndex(actual)) ?? emptyActualBin();
  bin.n += 1;
  bin.weight += weight;
  bin.actual += weight * actual;
  bin.predicted += weight * predicted;
  bin.predictedSquares += weight * predicted * predicted;
  numbers.bins.set(logBinIndex(actual), bin);
  return true;
}
