import { countShares } from './count-shares';

/**
 * Jensen-Shannon distance of two count vectors over the same bins: the square root of the divergence.
 * Source: Lin 1991, Endres and Schindelin 2003. With base 2 (NannyML, Azure) it runs from 0 to 1; with the natural
 * logarithm (Evidently) to sqrt(ln 2) = 0.8326.
 * Edge cases: empty bins are fine; NaN when a vector has no observation; rounding below zero counts as zero.
 * Example: jensenShannonDistance([1, 0], [0, 1]) is 1.
 */
export function jensenShannonDistance(
  reference: readonly number[],
  current: readonly number[],
  base: 2 | 'e' = 2,
): number {
  if (reference.length !== current.length) throw new RangeError('both count vectors must have the same bins');
  const p = countShares(reference);
  const q = countShares(current);
  const divergence = p.reduce((sum, share, i) => {
    const other = q[i] ?? Number.NaN;
    const middle = (share + other) / 2;
    return sum + term(share, middle) + term(other, middle);
  }, 0);
  return Math.sqrt(Math.max(0, divergence / 2 / (base === 2 ? Math.LN2 : 1)));
}

const term = (share: number, middle: number): number => (share === 0 ? 0 : share * Math.log(share / middle));
