import { type Half, halfOfDay } from '@/lib/pure/slices/half-of-day';
import { waysOf } from './blocks-of-days';
import type { SliceWays } from './describe-slices';
import { groupOfDay, halfOfGroup } from './groups';
import { at, mergeGroupSlices } from './groups-json';
import { type DaySlices, emptyDaySlices, mergeDaySlices } from './slice-sums';
import { type BlockDay, nameOfDay } from './store-blocks';
import type { SliceDay } from './store-slices';

type Blocks = Map<number, DaySlices>;

const withRows = (blocks: Blocks): DaySlices[] => [...blocks.values()].filter(({ total }) => total.n > 0);

/**
 * The slices of days by what rows belong together by, whole and in two halves. Without entities the halves are of days; with them they
 * are of groups of entities, so that none is in both, and `found` says what was counted by entity. Rows that were not belong to a block
 * of their day.
 */
export function sliceWaysOf(
  counted: readonly SliceDay[],
  found: ReadonlyMap<string, BlockDay<'slices'>> | null,
): { whole: SliceWays; halves: Record<Half, SliceWays>; days: number; groups: number } {
  const days: Blocks = new Map();
  const groups: Blocks = new Map();
  const halves: Record<Half, Blocks> = { found: new Map(), reported: new Map() };
  for (const day of [...counted].sort((a, b) => a.ownDayMs - b.ownDayMs)) {
    const { ownDayMs, slices } = day;
    mergeDaySlices(at(days, ownDayMs, emptyDaySlices), slices);
    const targetsOf = (group: number) => [
      at(groups, group, emptyDaySlices),
      at(halves[halfOfGroup(group)], ownDayMs, emptyDaySlices),
    ];
    const own = found?.get(nameOfDay(day))?.slices;
    if (own) mergeGroupSlices(own, targetsOf);
    else if (found) for (const target of targetsOf(groupOfDay(ownDayMs))) mergeDaySlices(target, slices);
  }
  const ofHalf = (half: Half): SliceWays =>
    found
      ? waysOf(withRows(new Map([...groups].filter(([group]) => halfOfGroup(group) === half))), withRows(halves[half]))
      : waysOf(null, withRows(new Map([...days].filter(([dayMs]) => halfOfDay(dayMs) === half))));
  return {
    whole: waysOf(found ? withRows(groups) : null, [...days.values()]),
    halves: { found: ofHalf('found'), reported: ofHalf('reported') },
    days: days.size,
    groups: withRows(groups).length,
  };
}
