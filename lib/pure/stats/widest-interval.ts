import type { Interval } from './wilson-interval';

/** What is drawn again as a whole. */
export type BlockBy = 'day' | 'entity';

/** Blocks of one kind over the same rows. */
export interface Way<Block> {
  readonly by: BlockBy;
  readonly blocks: readonly Block[];
}

export interface DrawnInterval extends Interval {
  /** Which blocks it was drawn from; null without an interval. */
  readonly by: BlockBy | null;
}

const NONE: DrawnInterval = { low: Number.NaN, high: Number.NaN, by: null };

/**
 * The widest of intervals of one measure that were drawn from different blocks over the same rows, because rows may be alike for either
 * reason. It is at least as wide as each; where both reasons are strong, it may still be up to a factor of sqrt(2) too narrow (the
 * variances add up: Cameron, Gelbach and Miller 2011). The first is the one that was asked for: without blocks enough of it (null)
 * there is no interval; one that cannot be said (NaN) leaves the word to the others.
 * Example: from 0.4 to 0.6 by entity and from 0.45 to 0.55 by day is 0.4 to 0.6 by entity.
 */
export function widestInterval(drawn: readonly (DrawnInterval | null)[]): DrawnInterval {
  if (!drawn[0]) return NONE;
  let widest = NONE;
  for (const one of drawn)
    if (one && !(one.high - one.low <= widest.high - widest.low) && one.low <= one.high) widest = one;
  return widest;
}
