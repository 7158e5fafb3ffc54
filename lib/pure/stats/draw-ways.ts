import { clusterBootstrapSums } from './cluster-bootstrap-sums';
import { type DrawnInterval, type Way, widestInterval } from './widest-interval';

/**
 * Draws the blocks of each way again and tells, for a statistic, the widest of its intervals over the ways that have blocks enough.
 * The first way is the one that was asked for (`widestInterval`). `sums`: a list of the same length per block of each way.
 * Example: with one way of days, the interval of `clusterBootstrapSums` with `by` day.
 */
export function drawWays(
  ways: readonly Way<Float64Array>[],
  statistics: (sum: Float64Array) => readonly number[],
): (statistic: number, isEnough: (way: number) => boolean) => DrawnInterval {
  const drawn = ways.map(({ by, blocks }) =>
    clusterBootstrapSums({ sums: blocks, statistics }).map((interval) => ({ ...interval, by })),
  );
  return (statistic, isEnough) =>
    widestInterval(drawn.map((intervals, way) => (isEnough(way) ? (intervals[statistic] ?? null) : null)));
}
