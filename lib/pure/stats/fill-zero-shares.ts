import { countShares } from './count-shares';

const FLOOR = 0.0001;

/**
 * Shares of counts with Evidently's filling of empty bins: 0.0001, or a millionth of the smallest other share where that
 * is 0.0001 or less. The shares are not normalised again, so they may sum to a little more than 1.
 * Edge cases: all NaN when there is no observation.
 * Example: fillZeroShares([0, 1, 3]) is [0.0001, 0.25, 0.75].
 */
export function fillZeroShares(counts: readonly number[]): number[] {
  const shares = countShares(counts);
  const smallest = shares.reduce((least, share) => (share > 0 && share < least ? share : least), 1);
  const fill = smallest <= FLOOR ? smallest / 1_000_000 : FLOOR;
  return shares.map((share) => (share === 0 ? fill : share));
}
