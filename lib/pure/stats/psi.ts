import { countShares } from './count-shares';
import { fillZeroShares } from './fill-zero-shares';

/**
 * `half`: every empty bin gets half an observation, and shares are taken anew. Stable for small windows.
 * `evidently`: the rule of `fillZeroShares`; gives the numbers of Evidently 0.7.
 * `laplace`: every bin gets one observation more; gives the numbers of Azure ML.
 */
export type ZeroRule = 'half' | 'evidently' | 'laplace';

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
  if (zeroRule === 'evidently') return fillZeroShares(counts);
  return countShares(counts.map((count) => (zeroRule === 'laplace' ? count + 1 : count === 0 ? 0.5 : count)));
}
