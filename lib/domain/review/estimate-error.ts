import { clusterBootstrapSums } from '@/lib/pure/stats/cluster-bootstrap-sums';

/** Fewer entities have no interval: drawing them again says nothing then. */
export const LEAST_ENTITIES = 5;

export interface DrawnRow {
  entity: string;
  /** The chance that it had of being drawn. */
  chance: number;
  /** 1 for a wrong class, or how far a number is off. */
  error: number;
}

/**
 * Mean error of all rows, from rows that were drawn at random: each counts 1 / chance times, and whole entities are drawn again for the 95 %
 * percentile interval. Source: the ratio estimator of Hájek 1971; Field and Welsh 2007 for the interval.
 * Edge cases: null without rows; no interval below five entities.
 * Example: a wrong row with chance 0.5 and a right one with chance 1 give 2 / 3.
 */
export function estimateError(
  rows: readonly DrawnRow[],
): { value: number; low: number | null; high: number | null; entities: number } | null {
  const blocks = new Map<string, Float64Array>();
  for (const { entity, chance, error } of rows) {
    const sum = blocks.get(entity) ?? new Float64Array(2);
    sum[0] = (sum[0] ?? 0) + error / chance;
    sum[1] = (sum[1] ?? 0) + 1 / chance;
    blocks.set(entity, sum);
  }
  const sums = [...blocks.values()];
  const weight = sums.reduce((all, sum) => all + (sum[1] ?? 0), 0);
  if (weight === 0) return null;
  const value = sums.reduce((all, sum) => all + (sum[0] ?? 0), 0) / weight;
  const [interval] =
    sums.length < LEAST_ENTITIES
      ? []
      : clusterBootstrapSums({ sums, statistics: ([error = 0, all = 0]) => [error / all] });
  return { value, low: interval?.low ?? null, high: interval?.high ?? null, entities: sums.length };
}
