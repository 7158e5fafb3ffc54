import type { EstimatePoint } from '@/lib/domain/performance/schema';

const HOUR_MS = 3_600_000;

/**
 * Estimates with their band and truths, each at noon (UTC) of the first day of its period, and a mark at the end of what was learnt
 * from. Example: points of 1 and 8 March, the first learnt from, have a mark at the noon of 8 March.
 */
export function estimateSeries(points: readonly EstimatePoint[]) {
  const at = (point: EstimatePoint) => Date.parse(point.at) + 12 * HOUR_MS;
  const firstLive = points.find(({ isLearning }) => !isLearning);
  return {
    estimates: points.map((point) => ({
      t: at(point),
      value: point.estimate,
      n: point.rows,
      ...(point.low === null || point.high === null ? {} : { low: point.low, high: point.high }),
    })),
    truths: points.map((point) => ({ t: at(point), value: point.realised, n: point.labelled })),
    marks: firstLive ? [at(firstLive)] : [],
  };
}
