import { sumOf } from './sum-of';

/**
 * Kullback-Leibler divergence of two vectors of weights over the same bins, natural logarithm: the sum of p ln(p / q)
 * after each is divided by its sum (scipy's `entropy(p, q)`).
 * Source: Kullback and Leibler 1951; not symmetric, 0 for equal shares.
 * Edge cases: Infinity where q is 0 and p is not; NaN when a vector has no weight; rounding below zero counts as zero.
 * Example: klDivergence([1, 1], [1, 3]) is 0.14384103622589045.
 */
export function klDivergence(p: readonly number[], q: readonly number[]): number {
  if (p.length !== q.length) throw new RangeError('both vectors must have the same bins');
  const [wholeP, wholeQ] = [sumOf(p), sumOf(q)];
  if (!(wholeP > 0 && wholeQ > 0)) return Number.NaN;
  const divergence = p.reduce((sum, weight, i) => {
    const share = weight / wholeP;
    return share === 0 ? sum : sum + share * Math.log(share / ((q[i] ?? 0) / wholeQ));
  }, 0);
  return Math.max(0, divergence);
}
