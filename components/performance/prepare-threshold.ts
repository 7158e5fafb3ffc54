import type { ClassPerformance } from '@/lib/domain/performance/schema';

/** Bins of a score histogram: what a threshold can be. */
const STEPS = 200;
const PER_ROWS = 1000;

export type ScoreBin = ClassPerformance['classes'][number]['bins'][number];

export interface ThresholdPoint {
  /** Rows whose score is at least this are alarms. */
  threshold: number;
  alarms: number;
  falseAlarms: number;
  misses: number;
  /** Per 1,000 rows. */
  cost: number;
}

/**
 * What every threshold would cost per 1,000 rows, from 0 (all rows are alarms) to 1.005 (none is; written as 1). Exact at the edges
 * of the bins. Empty without rows.
 * Example: bins [[0, 0, 1, 0], [199, 1, 0, 1]] with costs 1 and 5 cost 500 at 0, 0 from 0.005 to 0.995 and 2,500 without alarms.
 */
export function thresholdCosts(
  bins: readonly ScoreBin[],
  costs: { falseAlarm: number; miss: number },
): ThresholdPoint[] {
  const positive = new Array<number>(STEPS).fill(0);
  const negative = new Array<number>(STEPS).fill(0);
  for (const [bin, own, rest] of bins) {
    positive[bin] = own;
    negative[bin] = rest;
  }
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const rows = sum(positive) + sum(negative);
  if (rows === 0) return [];
  const points: ThresholdPoint[] = [];
  let misses = 0;
  let falseAlarms = sum(negative);
  for (let step = 0; step <= STEPS; step += 1) {
    points.push({
      threshold: step / STEPS,
      alarms: ((rows - misses - (sum(negative) - falseAlarms)) / rows) * PER_ROWS,
      falseAlarms: (falseAlarms / rows) * PER_ROWS,
      misses: (misses / rows) * PER_ROWS,
      cost: ((falseAlarms * costs.falseAlarm + misses * costs.miss) / rows) * PER_ROWS,
    });
    misses += positive[step] ?? 0;
    falseAlarms -= negative[step] ?? 0;
  }
  return points;
}

/** The cheapest threshold; of several as cheap the middle one of the first stretch, which is the least fragile. */
export function cheapest(points: readonly ThresholdPoint[]): ThresholdPoint | null {
  if (points.length === 0) return null;
  const least = Math.min(...points.map(({ cost }) => cost));
  const first = points.findIndex(({ cost }) => cost <= least);
  let last = first;
  while ((points[last + 1]?.cost ?? Number.POSITIVE_INFINITY) <= least) last += 1;
  return points[Math.floor((first + last) / 2)] ?? null;
}

/** What the answers as they were given cost per 1,000 rows; `positive` is the place of the class in the matrix. */
export function answeredCost(
  confusion: ClassPerformance['confusion'],
  positive: number,
  costs: { falseAlarm: number; miss: number },
): number | null {
  let [rows, falseAlarms, misses] = [0, 0, 0];
  for (const [label, predicted, count] of confusion) {
    rows += count;
    if (label !== positive && predicted === positive) falseAlarms += count;
    if (label === positive && predicted !== positive) misses += count;
  }
  return rows === 0 ? null : ((falseAlarms * costs.falseAlarm + misses * costs.miss) / rows) * PER_ROWS;
}
