import { niceTicks } from './ticks';

/**
 * Bins of equal, round width, `most` at most, over rows that were counted in uneven steps: those of a step are spread evenly over the
 * bins it reaches into, in whole rows that keep the sum. Returns null without rows.
 * Example: [{ low: 0, high: 4, rows: 4 }] in at most two bins is edges [0, 2, 4] and counts [2, 2].
 */
export function spreadBins(bins: readonly { low: number; high: number; rows: number }[], most: number) {
  const low = Math.min(...bins.map((bin) => bin.low));
  const high = Math.max(...bins.map((bin) => bin.high));
  if (bins.length === 0 || !Number.isFinite(low) || !Number.isFinite(high)) return null;
  if (low === high)
    return { edges: [low - 0.5, high + 0.5], counts: [Math.round(bins.reduce((sum, { rows }) => sum + rows, 0))] };
  const edges = niceTicks(low, high, most + 1);
  const count = edges.length - 1;
  const start = edges[0] ?? low;
  const width = ((edges.at(-1) ?? high) - start) / count;
  const counts = new Array<number>(count).fill(0);
  for (const bin of bins) {
    const size = bin.high - bin.low;
    const first = Math.min(count - 1, Math.max(0, Math.floor((bin.low - start) / width)));
    if (size === 0) counts[first] = (counts[first] ?? 0) + bin.rows;
    for (let i = first; size > 0 && i < count && (edges[i] ?? high) < bin.high; i++) {
      const shared = Math.min(bin.high, edges[i + 1] ?? high) - Math.max(bin.low, edges[i] ?? low);
      counts[i] = (counts[i] ?? 0) + (Math.max(0, shared) / size) * bin.rows;
    }
  }
  return { edges, counts: wholeCounts(counts) };
}

function wholeCounts(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((count) => {
    const before = Math.round(sum);
    sum += count;
    return Math.round(sum) - before;
  });
}
