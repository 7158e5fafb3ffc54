import { countShares } from './count-shares';
import { shuffle } from './mersenne-twister';

/**
 * Total variation distance of two count vectors over the same bins: half the sum of |p - q|, from 0 to 1.
 * Edge cases: NaN when a vector has no observation.
 * Example: totalVariation([50, 50], [70, 30]) is 0.2.
 */
export function totalVariation(reference: readonly number[], current: readonly number[]): number {
  if (reference.length !== current.length) throw new RangeError('both count vectors must have the same bins');
  const q = countShares(current);
  const distances = countShares(reference).map((share, bin) => Math.abs(share - (q[bin] ?? Number.NaN)));
  return distances.length === 0 ? Number.NaN : 0.5 * distances.reduce((sum, distance) => sum + distance, 0);
}

/**
 * Permutation test of the total variation distance: the share of `rounds` shuffles of the pooled rows whose first
 * reference-many rows are at least as far from the rest. Rows are indexes of bins in their order; `next` gives 32-bit
 * numbers. Distances are compared as rounded, so that of two equal ones either may count. The cost is rounds times all
 * rows.
 * Source: Good, Permutation, Parametric and Bootstrap Tests of Hypotheses; without the added one, so p can be 0.
 * Edge cases: NaN when a side has no row.
 * Example: two sides of the same ten rows have p 1 with any generator.
 */
export function totalVariationPermutation(
  reference: Uint32Array,
  current: Uint32Array,
  rounds: number,
  next: () => number,
): number {
  const [n, m] = [reference.length, current.length];
  if (n === 0 || m === 0) return Number.NaN;
  const pooled = new Uint32Array(n + m);
  pooled.set(reference);
  pooled.set(current, n);
  const bins = pooled.reduce((most, bin) => Math.max(most, bin), 0) + 1;
  const count = (rows: Uint32Array): number[] => {
    const counts = new Array<number>(bins).fill(0);
    for (const bin of rows) counts[bin] = (counts[bin] ?? 0) + 1;
    return counts;
  };
  const all = count(pooled);
  const gapOf = (side: readonly number[]): number =>
    totalVariation(
      side,
      all.map((whole, bin) => whole - (side[bin] ?? 0)),
    );
  const observed = gapOf(count(reference));
  let reached = 0;
  for (let round = 0; round < rounds; round += 1) {
    const rows = pooled.slice();
    shuffle(rows, next);
    if (gapOf(count(rows.subarray(0, n))) >= observed) reached += 1;
  }
  return reached / rounds;
}
