import type { Bins } from '@/components/charts/prepare-histogram';
import type { ColumnReference } from '@/lib/domain/datasets/schema';

/** The bins of a column as the charts draw them: what lies outside of the edges of a profile is none of them. */
export function drawnBins(shape: Extract<ColumnReference, { kind: 'number' }>): Bins {
  const median = shape.quantiles[3];
  return {
    edges: shape.edges,
    // All values lie within the edges but the largest, which is the upper edge.
    counts: shape.counts
      .slice(1, -1)
      .map((count, i, all) => count + (i === all.length - 1 ? (shape.counts.at(-1) ?? 0) : 0)),
    ...(median === undefined ? {} : { median }),
  };
}
