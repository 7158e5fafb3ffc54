import type { NumberProfile, ReferenceProfile } from '../stats/reference-profile';
import { roundShares } from '../stats/round-shares';
import { binnedDeviation, closedEdges } from './binned-numbers';
import type { ColumnCounts } from './components';

export const CHANGE_KINDS = ['shift', 'nulls', 'new-category', 'category-grows'] as const;

export type Change =
  /** All numbers move by so many standard deviations of the reference. */
  | { kind: 'shift'; size: number }
  /** So large a share of the values is lost. */
  | { kind: 'nulls'; size: number }
  /** So large a share of the values becomes one that the reference does not list. */
  | { kind: 'new-category'; size: number }
  /** So large a share of the other values becomes this one. */
  | { kind: 'category-grows'; size: number; category: string };

/**
 * A block's counts as they would be after a change; the rows stay as many. Values are taken out in proportion, and counts rounded to whole
 * rows by largest remainders.
 * A shift takes values as evenly spread within their bin, moves the bin and deals its rows out to the bins that it then lies over; values
 * beyond the reference are taken to lie within one bin's width of it. The rows below an edge are then wrong by at most those of the bin that lay
 * a shift below that edge, because only their places within the bin are unknown.
 * Edge cases: a column of the other kind, a category that is not listed, and a constant column under a shift stay as they are.
 * Example: over the edges [0, 1, 2] a shift by half a bin makes [0, 4, 4, 0] to [0, 2, 4, 2].
 */
export function injectChange(profile: ReferenceProfile, counts: ColumnCounts, change: Change): ColumnCounts {
  if (change.kind === 'shift')
    return profile.kind === 'number' ? { ...counts, counts: shifted(profile, counts.counts, change.size) } : counts;
  const cells = [...counts.counts, counts.unseen];
  const target =
    change.kind === 'category-grows' && profile.kind === 'category' ? profile.categories.indexOf(change.category) : -1;
  if (change.kind !== 'nulls' && profile.kind !== 'category') return counts;
  if (change.kind === 'category-grows' && target < 0) return counts;
  const others = cells.map((count, at) => (at === target ? 0 : count));
  const wanted = Math.round(change.size * others.reduce((sum, count) => sum + count, 0));
  const taken = roundShares(others, wanted);
  const left = cells.map((count, at) => count - (taken[at] ?? 0) + (at === target ? wanted : 0));
  const unseen = left.pop() ?? 0;
  return {
    counts: left,
    unseen: unseen + (change.kind === 'new-category' ? wanted : 0),
    nulls: counts.nulls + (change.kind === 'nulls' ? wanted : 0),
  };
}

function shifted(profile: NumberProfile, counts: readonly number[], size: number): number[] {
  const by = size * binnedDeviation(profile);
  if (by === 0) return [...counts];
  const edges = closedEdges(profile.edges);
  const last = edges.length - 2;
  const moved = new Array<number>(last + 1).fill(0);
  for (const [bin, count] of counts.entries()) {
    if (count === 0) continue;
    const [low, high] = [(edges[bin] ?? 0) + by, (edges[bin + 1] ?? 0) + by];
    for (let to = 0; to <= last; to++) {
      // The outer bins have no end.
      const from = to === 0 ? Number.NEGATIVE_INFINITY : (edges[to] ?? 0);
      const until = to === last ? Number.POSITIVE_INFINITY : (edges[to + 1] ?? 0);
      const over = Math.min(high, until) - Math.max(low, from);
      if (over > 0) moved[to] = (moved[to] ?? 0) + (count * over) / (high - low);
    }
  }
  return roundShares(
    moved,
    counts.reduce((sum, count) => sum + count, 0),
  );
}
