import { countShares } from './count-shares';

/**
 * Largest difference of shares between two count vectors over the same bins, from 0 to 1 (Chebyshev distance).
 * Source: the categorical default of Vertex AI, an option of NannyML.
 * Edge cases: NaN when a vector has no observation, or without bins.
 * Example: lInfinityDistance([50, 50], [70, 30]) is 0.2.
 */
export function lInfinityDistance(reference: readonly number[], current: readonly number[]): number {
  if (reference.length !== current.length) throw new RangeError('both count vectors must have the same bins');
  if (reference.length === 0) return Number.NaN;
  const q = countShares(current);
  return countShares(reference).reduce((most, share, i) => Math.max(most, Math.abs(share - (q[i] ?? Number.NaN))), 0);
}
