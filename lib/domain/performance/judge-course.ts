import { finiteOrNull } from '@/lib/pure/stats/finite-or-null';
import { studentQuantile } from '@/lib/pure/stats/student-t-quantile';
import { ESTIMATE_COVERAGE, type EstimatePoint, FEW_LABELLED_ROWS } from './schema';

/** A period is judged when its labels stand for this share of the rows that the labels of the learning days stand for. */
const MOST_LABELS = 0.9;
/** Fewer periods say nothing of how far estimates are off. */
const FEWEST_PERIODS = 4;

/** A period as it was estimated, and as its labels tell it. */
export interface EstimatedPeriod<Metric extends string> {
  atMs: number;
  isLearning: boolean;
  /** Rows that were answered, rows with a complete or random label, and how many rows those stand for. */
  rows: number;
  labelled: number;
  weight: number;
  estimate: Record<Metric, number>;
  realised: Record<Metric, number>;
}

export interface CourseOf<Metric extends string> {
  metric: Metric;
  points: EstimatePoint[];
  known: number;
  held: number;
  error: { estimate: number; constant: number } | null;
}

/**
 * Points with a band and what became of them, by measure: how far the estimates of the learning days are off gives the band of all
 * later periods, by Student's t with as many degrees of freedom as there are such periods. A period with fewer rows than those has a
 * wider band. `constant`: what the learning days had, beside which estimates are judged. `most`: what no measure exceeds.
 */
export function judgeCourse<Metric extends string>(
  periods: readonly EstimatedPeriod<Metric>[],
  of: { metrics: readonly Metric[]; constant: Record<Metric, number>; most: number },
): CourseOf<Metric>[] {
  const least = MOST_LABELS * coverageOf(periods.filter(({ isLearning }) => isLearning));
  const isLabelled = (period: EstimatedPeriod<Metric>) =>
    period.labelled >= FEW_LABELLED_ROWS && coverageOf([period]) >= least;
  const seen = periods.filter((period) => period.isLearning && isLabelled(period));
  const meanRows = seen.reduce((sum, { rows }) => sum + rows, 0) / seen.length;
  return of.metrics.map((metric) => {
    const width = bandOf(
      seen.map(({ estimate, realised }) => estimate[metric] - realised[metric]).filter(Number.isFinite),
    );
    const points = periods.map((period) =>
      pointOf({
        period,
        estimate: period.estimate[metric],
        realised: isLabelled(period) ? period.realised[metric] : Number.NaN,
        half: period.isLearning ? Number.NaN : width * Math.sqrt(Math.max(1, meanRows / period.rows)),
        most: of.most,
      }),
    );
    const known = points.filter(({ isHeld }) => isHeld !== null);
    const constant = of.constant[metric];
    return {
      metric,
      points,
      known: known.length,
      held: known.filter(({ isHeld }) => isHeld).length,
      error: known.length === 0 || !Number.isFinite(constant) ? null : errorOf(known, constant),
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

/** The share of the answered rows that the labels stand for. */
function coverageOf(periods: readonly { weight: number; rows: number }[]): number {
  const sum = (of: 'weight' | 'rows') => periods.reduce((total, period) => total + period[of], 0);
  return sum('weight') / sum('rows');
}

function pointOf(of: {
  period: EstimatedPeriod<string>;
  estimate: number;
  realised: number;
  half: number;
  most: number;
}): EstimatePoint {
  const { atMs, rows, labelled, isLearning } = of.period;
  const estimate = finiteOrNull(of.estimate);
  const realised = finiteOrNull(of.realised);
  const isKnown = estimate !== null && realised !== null && Number.isFinite(of.half);
  return {
    at: new Date(atMs).toISOString(),
    rows,
    isLearning,
    estimate,
    low: estimate === null ? null : finiteOrNull(Math.max(0, estimate - of.half)),
    high: estimate === null ? null : finiteOrNull(Math.min(of.most, estimate + of.half)),
    labelled,
    realised,
    isHeld: isKnown ? Math.abs(estimate - realised) <= of.half : null,
  };
}

function errorOf(points: readonly EstimatePoint[], constant: number): { estimate: number; constant: number } {
  const mean = (of: (point: EstimatePoint) => number) =>
    points.reduce((sum, point) => sum + Math.abs(of(point) - (point.realised ?? 0)), 0) / points.length;
  return { estimate: mean(({ estimate }) => estimate ?? 0), constant: mean(() => constant) };
}
