import { countShares } from './count-shares';

/**
 * `half`: every empty bin gets half an observation, and shares are taken anew. Stable for small windows.
 * `evidently`: an empty bin's share becomes 0.0001, or a millionth of the smallest other share where that is 0.0001 or
 * less; shares are not normalised again. Gives the numbers of Evidently 0.7.
 */
export type ZeroRule = 'half' | 'evidently';

const FLOOR = 0.0001;

/**
 * Population stability index of two count vectors over the same bins: the sum of (r - c) · ln(r / c) over the shares.
 * Source: Siddiqi 2006; symmetric, 0 for equal shares, no upper bound. Customary reading: above 0.1 some, above 0.25
 * much change.
 * Edge cases: NaN when a vector has no observation; bins empty on both sides count nothing under `half`.
 * Example: populationStabilityIndex([50, 50], [60, 40]) is 0.04054651081081644.
 */
export function populationStabilityIndex(
  reference: readonly number[],
  current: readonly number[],
  zeroRule: ZeroRule = 'half',
): number {
  if (reference.length !== current.length) throw new RangeError('both count vectors must have the same bins');
  const used = reference.flatMap((count, i) => (zeroRule === 'half' && count === 0 && current[i] === 0 ? [] : [i]));
  const pick = (counts: readonly number[]): number[] => used.map((i) => counts[i] ?? 0);
  const r = fillZeros(pick(reference), zeroRule);
  const c = fillZeros(pick(current), zeroRule);
  return r.reduce(
    (sum, share, i) => {
      const other = c[i] ?? Number.NaN;
      return sum + (share - other) * Math.log(share / other);
    },
    r.length === 0 ? Number.NaN : 0,
  );
}

function fillZeros(counts: readonly number[], zeroRule: ZeroRule): number[] {
  if (counts.every((count) => count === 0)) return counts.map(() => Number.NaN);
  if (zeroRule === 'half') return countShares(counts.map((count) => (count === 0 ? 0.5 : count)));
  const shares = countShares(counts);
  const smallest = Math.min(...shares.filter((share) => share !== 0));
  const fill = smallest <= FLOOR ? smallest / 1_000_000 : FLOOR;
  return shares.map((share) => (share === 0 ? fill : share));
}
