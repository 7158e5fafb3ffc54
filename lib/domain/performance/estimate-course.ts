import { mergeScores, type ScoreCounts } from '../predictions';
import { sumOf } from './course';
import { type Period, periodsOf } from './course-periods';
import { calibrateClasses, countScored, type EstimatedScores, estimateClasses } from './estimate-classes';
import { type CourseOf, judgeCourse } from './judge-course';
import type { Measures } from './measures';
import { ESTIMATED_METRICS, type EstimatedMetric } from './schema';
import { classSums, scoreClasses } from './score-classes';

/** A day with what was answered and what is known of it by complete and random labels. */
export interface EstimatedDay {
  dayMs: number;
  scores: ScoreCounts;
  measures: Measures;
}

/**
 * Estimates and truths of a classification's days or weeks, with a band that is learnt: from its first days, `learningMs` to the end of
 * the last of them, seven days are estimated from the others in turn, and how far that is off gives the band of all later periods.
 */
export function estimateCourse(
  days: readonly EstimatedDay[],
  of: { labels: readonly string[]; bucket: 'day' | 'week'; learningMs: readonly [number, number] },
): CourseOf<EstimatedMetric>[] {
  const { labels } = of;
  const periods = periodsOf(days, of.bucket, of.learningMs);
  const learnt = periods.filter(({ isLearning }) => isLearning);
  const measuresOf = (some: readonly Period<EstimatedDay>[]) => sumOf(some.flatMap((period) => period.days));
  const all = calibrateClasses(measuresOf(learnt), labels);
  const fits = new Map(
    [...new Set(learnt.map(({ fold }) => fold))].map((fold) => [
      fold,
      calibrateClasses(measuresOf(learnt.filter((period) => period.fold !== fold)), labels),
    ]),
  );
  return judgeCourse(
    periods.map((period) => {
      const measures = measuresOf([period]);
      const scores = scoresOf(period);
      return {
        atMs: period.atMs,
        isLearning: period.isLearning,
        rows: countScored(scores),
        labelled: measures.n,
        weight: measures.weight,
        estimate: estimateClasses(scores, fits.get(period.fold) ?? all, labels),
        realised: realisedOf(measures, labels),
      };
    }),
    { metrics: ESTIMATED_METRICS, constant: realisedOf(measuresOf(learnt), labels), most: 1 },
  );
}

function scoresOf(period: Period<EstimatedDay>): ScoreCounts {
  const sum: ScoreCounts = {};
  for (const { scores } of period.days) mergeScores(sum, scores);
  return sum;
}

function realisedOf({ classes }: Measures, labels: readonly string[]): EstimatedScores {
  const layout = { labels, hasCurves: (classes?.histograms.size ?? 0) > 0 };
  return scoreClasses(classSums(classes, layout), layout);
}
