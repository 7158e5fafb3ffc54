import type { ScoreBins } from './binned-curves';

/** Rows that were given one probability of a class, and whether the class was the answer. */
export interface ScoredRows {
  /** The probability that the model gave. */
  readonly score: number;
  /** How often the class is true where the model says so: the score after calibration. */
  readonly chance: number;
  readonly isAnswer: boolean;
  readonly weight: number;
}

/** Rows that are expected for a class: answered and true, answered and not true, and so on. */
export interface ExpectedCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/**
 * What a class's row of the confusion matrix is expected to be without labels, from calibrated probabilities. Definition: confidence-based
 * performance estimation (CBPE) as NannyML has it: each row counts as true with its chance and as not true with the rest.
 * Holds where scores mean what they meant when they were calibrated: a change of the truth behind the same inputs is not seen.
 * Example: one row of chance 0.8 that was answered and one of 0.3 that was not give 0.8, 0.2, 0.3 and 0.7.
 */
export function expectedCounts(rows: readonly ScoredRows[]): ExpectedCounts {
  let [truePositives, falsePositives, falseNegatives, trueNegatives] = [0, 0, 0, 0];
  for (const { chance, isAnswer, weight } of rows) {
    if (isAnswer) {
      truePositives += weight * chance;
      falsePositives += weight * (1 - chance);
    } else {
      falseNegatives += weight * chance;
      trueNegatives += weight * (1 - chance);
    }
  }
  return { truePositives, falsePositives, falseNegatives, trueNegatives };
}

/**
 * The rows of a class and of the rest that are expected at each score, the lowest first: what areas under curves are read from.
 * Example: two rows of score 0.9 and chance 0.8 give positive [1.6] and negative [0.4].
 */
export function expectedBins(rows: readonly ScoredRows[]): ScoreBins {
  const positive: number[] = [];
  const negative: number[] = [];
  let before = Number.NaN;
  for (const { score, chance, weight } of [...rows].sort((a, b) => a.score - b.score)) {
    const at = score === before ? positive.length - 1 : positive.length;
    positive[at] = (positive[at] ?? 0) + weight * chance;
    negative[at] = (negative[at] ?? 0) + weight * (1 - chance);
    before = score;
  }
  return { positive, negative };
}
