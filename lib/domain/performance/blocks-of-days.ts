import { countDistinctOf, EXACT_DISTINCT, sketchDistinct } from '@/lib/pure/stats/distinct-sketch';
import type { Way } from '@/lib/pure/stats/widest-interval';
import { groupOfDay } from './groups';
import { at, mergeGroupMeasures } from './groups-json';
import { emptyMeasures, type Measures, mergeMeasures } from './measures';
import type { AvailableColumn, Blocks } from './schema';
import type { PerformanceDay } from './store';
import { type BlockDay, nameOfDay } from './store-blocks';

/** How many entities some rows are of. */
export interface EntityCount {
  blocks: number;
  isExact: boolean;
  rowsWithout: number;
}

type Counted = Parameters<typeof nameOfDay>[0];

/**
 * Counts the entities of days. A row without one, and every row of a day that was not counted by entity, belongs to a block of its
 * day: nothing is known of it but that.
 */
export function countEntities<Day extends Counted>(
  days: readonly Day[],
  found: ReadonlyMap<string, Pick<BlockDay<never>, 'entities'>>,
  rowsOf: (day: Day) => number,
): EntityCount {
  const hashes: number[] = [];
  const daysWithout = new Set<number>();
  let rowsWithout = 0;
  for (const day of days) {
    const own = found.get(nameOfDay(day));
    const without = own ? own.entities.without : rowsOf(day);
    if (own) hashes.push(...own.entities.hashes);
    if (without > 0) daysWithout.add(day.ownDayMs);
    rowsWithout += without;
  }
  const sketch = sketchDistinct(hashes);
  return {
    blocks: countDistinctOf(sketch) + daysWithout.size,
    isExact: sketch.length <= EXACT_DISTINCT,
    rowsWithout,
  };
}

/** The rows of days by groups of whole entities. */
export function groupsOf(
  days: readonly PerformanceDay[],
  found: ReadonlyMap<string, BlockDay<'measures'>>,
): ReadonlyMap<number, Measures> {
  const groups = new Map<number, Measures>();
  for (const day of days) {
    const own = found.get(nameOfDay(day));
    if (own) mergeGroupMeasures(groups, own.measures);
    else mergeMeasures(at(groups, groupOfDay(day.ownDayMs), emptyMeasures), day.measures);
  }
  for (const [group, { n }] of groups) if (n === 0) groups.delete(group);
  return groups;
}

/** What a page says of blocks: a block is at most one independent look, so that the smaller number is the effective one. */
export function describeBlocks(of: {
  days: number;
  entity: AvailableColumn | null;
  counted: EntityCount;
  groups: number;
  isPending: boolean;
}): Blocks {
  const { days, entity, counted, groups, isPending } = of;
  if (!entity) return { days, entity: null, effective: { n: days, by: 'day' }, isPending: false };
  return {
    days,
    entity: { ...entity, ...counted, groups },
    effective: counted.blocks < days ? { n: counted.blocks, by: 'entity' } : { n: days, by: 'day' },
    isPending,
  };
}

/** Entities first where they are chosen, because they were asked for; then days. */
export const waysOf = <Block>(entities: readonly Block[] | null, days: readonly Block[]): Way<Block>[] => [
  ...(entities ? [{ by: 'entity' as const, blocks: entities }] : []),
  { by: 'day' as const, blocks: days },
];
