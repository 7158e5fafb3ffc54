import { countShares } from './count-shares';

/**
 * Hellinger distance of two count vectors over the same bins, from 0 to 1: the root of half the sum of (√p - √q)² over
 * the shares, which is the root of 1 - Σ √(p q) without its rounding.
 * Source: Hellinger 1909.
 * Edge cases: NaN when a vector has no observation.
 * Example: hellingerDistance([1, 0], [1, 1]) is 0.541196100146197.
 */
export function hellingerDistance(reference: readonly number[], current: readonly number[]): number {
  if (reference.length !== current.length) throw new RangeError('both count vectors must have the same bins');
  const q = countShares(current);
  const squares = countShares(reference).reduce(
    (sum, share, i) => sum + (Math.sqrt(share) - Math.sqrt(q[i] ?? Number.NaN)) ** 2,
    0,
  );
  return Math.sqrt(squares / 2);
}
