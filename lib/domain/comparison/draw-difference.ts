import { drawWays } from '@/lib/pure/stats/draw-ways';
import { hashText } from '@/lib/pure/stats/hash-text';
import type { Way } from '@/lib/pure/stats/widest-interval';
import { FEW_BLOCKS } from '../performance/schema';
import type { Difference } from './schema';

/** Beyond it whole entities are drawn in groups. */
const MOST_BLOCKS = 1024;

/** What a row says of the difference: positive where the second version does better. */
export interface GainedRow {
  dayMs: number;
  entity: string | null;
  weight: number;
  gain: number;
}

export interface Sums {
  weight: number;
  gained: number;
  lost: number;
}

/** What belongs together: rows of an entity, else of a day. */
export const blockOf = ({ entity, dayMs }: GainedRow): string =>
  entity === null ? `day/${dayMs}` : `entity/${entity}`;

/** Weights, gains and losses of rows by a key. */
export function sumBy<Row extends GainedRow, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Sums> {
  const found = new Map<Key, Sums>();
  for (const row of rows) {
    const key = keyOf(row);
    const sums = found.get(key) ?? { weight: 0, gained: 0, lost: 0 };
    found.set(key, sums);
    sums.weight += row.weight;
    sums.gained += row.weight * Math.max(0, row.gain);
    sums.lost += row.weight * Math.max(0, -row.gain);
  }
  return found;
}

const asSums = (sums: Iterable<Sums>): Float64Array[] =>
  Array.from(sums, ({ weight, gained, lost }) => Float64Array.of(weight, gained - lost));

/** The mean gain of rows by weight, with the wider of the intervals that draw days and entities; none with fewer than five of them. */
export function drawDifference(rows: readonly GainedRow[], hasEntities: boolean): Difference {
  const days = asSums(sumBy(rows, ({ dayMs }) => dayMs).values());
  const ways: Way<Float64Array>[] = [{ by: 'day', blocks: days }];
  if (hasEntities) {
    const whole = sumBy(rows, blockOf);
    const grouped =
      whole.size <= MOST_BLOCKS ? whole : sumBy(rows, (row) => String(hashText(blockOf(row), 0) % MOST_BLOCKS));
    ways.unshift({ by: 'entity', blocks: asSums(grouped.values()) });
  }
  const mean = (sum: Float64Array): number => (sum[1] ?? 0) / (sum[0] ?? 0);
  const drawn = drawWays(ways, (sum) => [mean(sum)])(0, (way) => (ways[way]?.blocks.length ?? 0) >= FEW_BLOCKS);
  const whole = Float64Array.of(0, 0);
  for (const day of days) for (const [at, value] of day.entries()) whole[at] = (whole[at] ?? 0) + value;
  const isDrawn = Number.isFinite(drawn.low) && Number.isFinite(drawn.high);
  return {
    value: mean(whole),
    low: isDrawn ? drawn.low : null,
    high: isDrawn ? drawn.high : null,
    by: isDrawn ? drawn.by : null,
  };
}
