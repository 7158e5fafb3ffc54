import { prAucOfBins, rocAucOfBins } from '@/lib/pure/stats/binned-curves';
import { expectedBins, expectedCounts, type ScoredRows } from '@/lib/pure/stats/confidence-estimate';
import { type IsotonicFit, isotonicRegression, valueOfFit } from '@/lib/pure/stats/isotonic-regression';
import { scoreOfBin } from '@/lib/pure/stats/score-bins';
import type { ScoreCounts } from '../predictions';
import type { Measures } from './measures';
import type { EstimatedMetric } from './schema';
import { curveClasses, meanOf } from './score-classes';

/** How often a class is true at a score, learnt from labelled rows; one fit per class. */
export function calibrateClasses({ classes }: Measures, labels: readonly string[]): IsotonicFit[] {
  return labels.map((label) => {
    const histogram = classes?.histograms.get(label);
    const points = [...(histogram?.positive ?? [])].map((positive, bin) => {
      const weight = positive + (histogram?.negative[bin] ?? 0);
      return { x: scoreOfBin(bin), y: positive / weight, weight };
    });
    return isotonicRegression(points);
  });
}

export type EstimatedScores = Record<EstimatedMetric, number>;

/**
 * The measures that are expected of answers by their probabilities alone (CBPE as NannyML defines it, over 200 bins of the score, each
 * class against the rest); NaN for what cannot be said. Scores of several classes are not scaled to a sum of 1 after calibration.
 */
export function estimateClasses(
  scores: ScoreCounts,
  fits: readonly IsotonicFit[],
  labels: readonly string[],
): EstimatedScores {
  const rowsOf = labels.map((_, k) => scoredRows(scores[k], fits[k]));
  const counts = rowsOf.map(expectedCounts);
  const all = counts.map(
    ({ truePositives, falsePositives, falseNegatives, trueNegatives }) =>
      truePositives + falsePositives + falseNegatives + trueNegatives,
  );
  const met = counts.filter(
    ({ truePositives, falsePositives, falseNegatives }) => truePositives + falsePositives + falseNegatives > 0,
  );
  const curves = curveClasses(labels).map((k) => expectedBins(rowsOf[k] ?? []));
  return {
    accuracy: counts.reduce((sum, { truePositives }) => sum + truePositives, 0) / Math.max(...all),
    balancedAccuracy: meanOf(
      counts.map(({ truePositives, falseNegatives }) => truePositives / (truePositives + falseNegatives)),
    ),
    macroF1: meanOf(
      met.map(
        ({ truePositives, falsePositives, falseNegatives }) =>
          truePositives / (truePositives + (falsePositives + falseNegatives) / 2),
      ),
    ),
    rocAuc: meanOf(curves.map((bins) => rocAucOfBins(bins).value)),
    prAuc: meanOf(curves.map((bins) => prAucOfBins(bins).value)),
  };
}

function scoredRows(counts: ScoreCounts[string] | undefined, fit: IsotonicFit | undefined): ScoredRows[] {
  const rowsOf = (bins: Record<string, number> | undefined, isAnswer: boolean) =>
    Object.entries(bins ?? {}).map(([bin, weight]) => {
      const score = scoreOfBin(Number(bin));
      return { score, chance: fit ? valueOfFit(fit, score) : Number.NaN, isAnswer, weight };
    });
  return [...rowsOf(counts?.answered, true), ...rowsOf(counts?.other, false)];
}

/** Rows that were answered with probabilities. */
export function countScored(scores: ScoreCounts): number {
  const [first] = Object.values(scores);
  const sum = (bins: Record<string, number>) => Object.values(bins).reduce((total, count) => total + count, 0);
  return first ? sum(first.answered) + sum(first.other) : 0;
}
