import { clusterBootstrapSums } from '@/lib/pure/stats/cluster-bootstrap-sums';
import { type BlockBy, type DrawnInterval, widestInterval } from '@/lib/pure/stats/widest-interval';
import type { JudgedRow } from './judged-rows';

/** Fewer independent blocks give no interval. */
const LEAST_BLOCKS = 10;
const DAY_MS = 86_400_000;

/** Which rows hang together, for each way that a dataset knows. */
export interface RowBlocks {
  by: BlockBy | 'row';
  /** Of each row. */
  keys: readonly string[];
}

/** Days and entities where rows name them; rows that name neither stand alone. */
export function blocksOf(rows: readonly JudgedRow[]): RowBlocks[] {
  const ways: RowBlocks[] = [];
  if (rows.some(({ timeMs }) => timeMs !== null))
    ways.push({
      by: 'day',
      keys: rows.map(({ timeMs }) => (timeMs === null ? 'none' : String(Math.floor(timeMs / DAY_MS)))),
    });
  if (rows.some(({ entity }) => entity !== null))
    ways.push({ by: 'entity', keys: rows.map(({ entity }, i) => entity ?? `row ${i}`) });
  return ways.length > 0 ? ways : [{ by: 'row', keys: rows.map((_, i) => String(i)) }];
}

export interface MeanInterval {
  value: number;
  /** NaN where there are too few blocks. */
  low: number;
  high: number;
  n: number;
  /** Independent blocks behind the interval, and of which kind. */
  blocks: number;
  by: RowBlocks['by'];
}

/** The mean of some rows' values with the widest of the intervals from drawing whole days and whole entities again. */
export function meanInterval(
  ways: readonly RowBlocks[],
  rows: readonly number[],
  values: readonly number[],
): MeanInterval {
  const sum = rows.reduce((all, row) => all + (values[row] ?? Number.NaN), 0);
  const n = rows.length;
  const drawn = ways.flatMap(({ by, keys }) => {
    const sums = new Map<string, Float64Array>();
    for (const row of rows) {
      const key = keys[row] ?? '';
      const own = sums.get(key) ?? new Float64Array(2);
      own[0] = (own[0] ?? 0) + (values[row] ?? Number.NaN);
      own[1] = (own[1] ?? 0) + 1;
      sums.set(key, own);
    }
    if (sums.size < LEAST_BLOCKS) return [];
    const [interval] = clusterBootstrapSums({
      sums: [...sums.values()],
      statistics: ([all = Number.NaN, count = 0]) => [all / count],
    });
    return interval ? [{ by, blocks: sums.size, interval }] : [];
  });
  // "row" is a block of its own kind; the widest of one way is that way.
  const widest = widestInterval(
    drawn.map(({ by, interval }): DrawnInterval => ({ ...interval, by: by === 'row' ? null : by })),
  );
  const chosen = drawn.find(({ interval }) => interval.low === widest.low && interval.high === widest.high);
  return {
    value: n === 0 ? Number.NaN : sum / n,
    low: widest.low,
    high: widest.high,
    n,
    blocks: chosen?.blocks ?? Math.max(0, ...ways.map(({ keys }) => new Set(rows.map((row) => keys[row])).size)),
    by: chosen?.by ?? ways[0]?.by ?? 'row',
  };
}

/** What a measurement keeps of an interval; null where there is none. */
export function measuredAs(found: MeanInterval, bound: 'least' | 'most' | 'above') {
  const { value, low, high } = found;
  return [value, low, high].every(Number.isFinite) ? { value, low, high, bound } : null;
}

export const factsOf = ({ value, low, high, n, blocks, by }: MeanInterval) => ({
  ...{ n, blocks, by },
  ...(Number.isFinite(value) ? { value } : {}),
  ...(Number.isFinite(low) ? { low, high } : {}),
});
