import { isGain } from '@/lib/pure/stats/paired-gain';
import { sumOf } from './course';
import { foldOf, type Period, periodsOf } from './course-periods';
import { type CourseOf, judgeCourse } from './judge-course';
import type { Measures } from './measures';
import { type ErrorTrial, ESTIMATED_ERRORS, type EstimatedError } from './schema';
import { numberSums, scoreNumbers } from './score-numbers';

/** Losses that were expected of rows: what the rows stand for, and sums of expected absolute and squared errors. */
export interface ExpectedLosses {
  weight: number;
  absolute: number;
  squares: number;
}

/** A day with what was answered, what was expected of it, and what is known of it by complete and random labels. */
export interface ErrorDay {
  dayMs: number;
  rows: number;
  /** By what all learning days taught; null until it is counted. */
  expected: ExpectedLosses | null;
  /** Of a learning day: by the weeks of learning before its own; null for the first weeks. */
  forward: ExpectedLosses | null;
  measures: Measures;
}

export interface ErrorCourse extends CourseOf<EstimatedError> {
  trial: ErrorTrial;
}

/**
 * Estimates and truths of a regression's days or weeks. Learning weeks are estimated from the weeks before them only: by these days it
 * is judged whether estimates beat always saying the mean of the days before, and from them the band of all later periods is learnt.
 */
export function errorCourse(
  days: readonly ErrorDay[],
  of: { bucket: 'day' | 'week'; learningMs: readonly [number, number] },
): ErrorCourse[] {
  const periods = periodsOf(days, of.bucket, of.learningMs);
  const learnt = periods.filter(({ isLearning }) => isLearning).flatMap((period) => period.days);
  const trials = tryErrors(learnt, of.learningMs[0]);
  return judgeCourse(periods.map(estimatePeriod), {
    metrics: ESTIMATED_ERRORS,
    constant: realisedOf(sumOf(learnt)),
    most: Number.POSITIVE_INFINITY,
  }).map((course) => ({ ...course, trial: trials[course.metric] }));
}

/** Each learning day that was estimated from the weeks before its own, beside the mean of those weeks. */
function tryErrors(days: readonly ErrorDay[], fromMs: number): Record<EstimatedError, ErrorTrial> {
  const before = new Map<number, Record<EstimatedError, number>>();
  const pairs = days.flatMap(({ dayMs, forward, measures }) => {
    if (!forward || measures.n === 0) return [];
    const fold = foldOf(dayMs, fromMs);
    const constant = before.get(fold) ?? realisedOf(sumOf(days.filter((day) => foldOf(day.dayMs, fromMs) < fold)));
    before.set(fold, constant);
    return [{ estimate: expectedOf(forward), constant, truth: realisedOf(measures) }];
  });
  const trialOf = (metric: EstimatedError): ErrorTrial => {
    const off = pairs.map(({ estimate, constant, truth }) => ({
      estimate: Math.abs(estimate[metric] - truth[metric]),
      constant: Math.abs(constant[metric] - truth[metric]),
    }));
    const meanOf = (of: 'estimate' | 'constant') =>
      off.length === 0 ? null : off.reduce((sum, one) => sum + one[of], 0) / off.length;
    return {
      days: off.length,
      estimate: meanOf('estimate'),
      constant: meanOf('constant'),
      isWon: isGain(off.map(({ estimate, constant }) => constant - estimate)),
    };
  };
  return { mae: trialOf('mae'), rmse: trialOf('rmse') };
}

function estimatePeriod({ atMs, isLearning, days }: Period<ErrorDay>) {
  const measures = sumOf(days);
  return {
    atMs,
    isLearning,
    rows: days.reduce((sum, { rows }) => sum + rows, 0),
    labelled: measures.n,
    weight: measures.weight,
    estimate: expectedOf(sumLosses(days.map(({ forward, expected }) => (isLearning ? forward : expected)))),
    realised: realisedOf(measures),
  };
}

function sumLosses(all: readonly (ExpectedLosses | null)[]): ExpectedLosses {
  const sum = { weight: 0, absolute: 0, squares: 0 };
  for (const one of all) {
    sum.weight += one?.weight ?? 0;
    sum.absolute += one?.absolute ?? 0;
    sum.squares += one?.squares ?? 0;
  }
  return sum;
}

const expectedOf = ({ weight, absolute, squares }: ExpectedLosses): Record<EstimatedError, number> => ({
  mae: absolute / weight,
  rmse: Math.sqrt(squares / weight),
});

function realisedOf({ numbers }: Measures): Record<EstimatedError, number> {
  const { mae, rmse } = scoreNumbers(numberSums(numbers, numbers?.actual.mean ?? 0));
  return { mae, rmse };
}
