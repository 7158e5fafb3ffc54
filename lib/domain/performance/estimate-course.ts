import type { IsotonicFit } from '@/lib/pure/stats/isotonic-regression';
import { studentQuantile } from '@/lib/pure/stats/student-t-quantile';
import { mergeScores, type ScoreCounts } from '../predictions';
import { sumOf } from './course';
import { finite } from './describe-classes';
import { calibrateClasses, countScored, type EstimatedScores, estimateClasses } from './estimate-classes';
import { emptyMeasures, type Measures, mergeMeasures } from './measures';
import {
  ESTIMATE_COVERAGE,
  ESTIMATED_METRICS,
  type EstimatedMetric,
  type EstimatePoint,
  FEW_LABELLED_ROWS,
} from './schema';
import { classSums, scoreClasses } from './score-classes';

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
/** A period is judged when its labels stand for this share of the rows that the labels of the learning days stand for. */
const MOST_LABELS = 0.9;
/** Fewer periods say nothing of how far estimates are off. */
const FEWEST_PERIODS = 4;

/** A day with what was answered and what is known of it by complete and random labels. */
export interface EstimatedDay {
  dayMs: number;
  scores: ScoreCounts;
  measures: Measures;
}

interface Period {
  atMs: number;
  isLearning: boolean;
  /** The seven days of learning that it lies in; its labels are not learnt from when it is estimated. */
  fold: number;
  scores: ScoreCounts;
  measures: Measures;
}

export interface EstimatedMeasure {
  metric: EstimatedMetric;
  points: EstimatePoint[];
  known: number;
  held: number;
  error: { estimate: number; constant: number } | null;
}

/**
 * Estimates and truths of a version's days or weeks, with a band that is learnt: from its first days, `learningMs` to the end of the
 * last of them, seven days are estimated from the others in turn, and how far that is off gives the band of all later periods, by
 * Student's t with as many degrees of freedom as there are such periods. A period with fewer rows than those has a wider band.
 */
export function estimateCourse(
  days: readonly EstimatedDay[],
  of: { labels: readonly string[]; bucket: 'day' | 'week'; learningMs: readonly [number, number] },
): EstimatedMeasure[] {
  const { labels } = of;
  const periods = periodsOf(days, of.bucket, of.learningMs);
  const learnt = periods.filter(({ isLearning }) => isLearning);
  const all = calibrateClasses(sumOf(learnt), labels);
  const fits = new Map(
    [...new Set(learnt.map(({ fold }) => fold))].map((fold) => [
      fold,
      calibrateClasses(sumOf(learnt.filter((period) => period.fold !== fold)), labels),
    ]),
  );
  const leastCoverage = MOST_LABELS * coverageOf(learnt);
  const estimated = periods.map((period) => {
    const isLabelled = period.measures.n >= FEW_LABELLED_ROWS && coverageOf([period]) >= leastCoverage;
    return {
      ...estimatePeriod(period, fits.get(period.fold) ?? all, labels),
      realised: isLabelled ? realisedOf(period.measures, labels) : null,
    };
  });
  const constant = realisedOf(sumOf(learnt), labels);
  const seen = estimated.filter(({ isLearning, realised }) => isLearning && realised);
  const meanRows = seen.reduce((sum, { rows }) => sum + rows, 0) / seen.length;
  return ESTIMATED_METRICS.map((metric) => {
    const errors = seen
      .map(({ estimate, realised }) => estimate[metric] - (realised?.[metric] ?? Number.NaN))
      .filter((error) => Number.isFinite(error));
    const width = bandOf(errors);
    const points = estimated.map((period) => pointOf(period, metric, width, meanRows));
    const known = points.filter(({ isHeld }) => isHeld !== null);
    return {
      metric,
      points,
      known: known.length,
      held: known.filter(({ isHeld }) => isHeld).length,
      error: known.length === 0 || !Number.isFinite(constant[metric]) ? null : errorOf(known, constant[metric]),
    };
  });
}

/**
 * Half the width of a band that holds the next error with probability 0.9, from errors of periods like it: t · rms · √(1 + 1/n).
 * Source: prediction interval of a normal distribution of known mean 0. NaN with fewer than four.
 */
function bandOf(errors: readonly number[]): number {
  const n = errors.length;
  if (n < FEWEST_PERIODS) return Number.NaN;
  const spread = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / n);
  return studentQuantile(1 - ESTIMATE_COVERAGE, n) * spread * Math.sqrt(1 + 1 / n);
}

function periodsOf(
  days: readonly EstimatedDay[],
  bucket: 'day' | 'week',
  [fromMs, toMs]: readonly [number, number],
): Period[] {
  const periods = new Map<number, Period>();
  for (const { dayMs, scores, measures } of days) {
    if (dayMs < fromMs) continue;
    const isLearning = dayMs < toMs;
    const start = isLearning ? fromMs : toMs;
    const week = Math.floor((dayMs - start) / (WEEK_DAYS * DAY_MS));
    const atMs = bucket === 'day' ? dayMs : start + week * WEEK_DAYS * DAY_MS;
    const period = periods.get(atMs) ?? {
      atMs,
      isLearning,
      fold: isLearning ? week : -1,
      scores: {},
      measures: emptyMeasures(),
    };
    mergeScores(period.scores, scores);
    mergeMeasures(period.measures, measures);
    periods.set(atMs, period);
  }
  return [...periods.values()].sort((a, b) => a.atMs - b.atMs);
}

function realisedOf({ classes }: Measures, labels: readonly string[]): EstimatedScores {
  const layout = { labels, hasCurves: (classes?.histograms.size ?? 0) > 0 };
  return scoreClasses(classSums(classes, layout), layout);
}

/** The share of the answered rows that the labels stand for. */
function coverageOf(periods: readonly Period[]): number {
  const [weight, rows] = periods.reduce(
    ([labelled, answered], { measures, scores }) => [labelled + measures.weight, answered + countScored(scores)],
    [0, 0],
  );
  return weight / rows;
}

function estimatePeriod(period: Period, fits: readonly IsotonicFit[], labels: readonly string[]) {
  const { atMs, isLearning, scores, measures } = period;
  return {
    atMs,
    isLearning,
    rows: countScored(scores),
    labelled: measures.n,
    estimate: estimateClasses(scores, fits, labels),
  };
}

type EstimatedPeriod = ReturnType<typeof estimatePeriod> & { realised: EstimatedScores | null };

function pointOf(period: EstimatedPeriod, metric: EstimatedMetric, width: number, meanRows: number): EstimatePoint {
  const { atMs, isLearning, rows, labelled } = period;
  const estimate = finite(period.estimate[metric]);
  const realised = finite(period.realised?.[metric] ?? Number.NaN);
  const half = isLearning ? Number.NaN : width * Math.sqrt(Math.max(1, meanRows / rows));
  const isKnown = estimate !== null && realised !== null && Number.isFinite(half);
  return {
    at: new Date(atMs).toISOString(),
    rows,
    isLearning,
    estimate,
    low: estimate === null ? null : finite(Math.max(0, estimate - half)),
    high: estimate === null ? null : finite(Math.min(1, estimate + half)),
    labelled,
    realised,
    isHeld: isKnown ? Math.abs(estimate - realised) <= half : null,
  };
}

function errorOf(points: readonly EstimatePoint[], constant: number): { estimate: number; constant: number } {
  const mean = (of: (point: EstimatePoint) => number) =>
    points.reduce((sum, point) => sum + Math.abs(of(point) - (point.realised ?? 0)), 0) / points.length;
  return { estimate: mean(({ estimate }) => estimate ?? 0), constant: mean(() => constant) };
}
