import { logGamma } from './log-gamma';

/** Tables whose probability is equal but for rounding count as equally extreme (the same allowance as in R). */
const ALMOST = 1 + 1e-7;

/**
 * Fisher's exact test of a 2 x 2 table [[a, b], [c, d]], both sides: the summed probability of all tables with the same
 * margins that are not more likely than this one.
 * Source: Fisher 1934, hypergeometric probabilities. Edge cases: 1 when a row or a column is empty.
 * Example: fisherExact(8, 2, 1, 5) is 0.03496503496503495.
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const [row, rest, column] = [a + b, c + d, a + c];
  const choose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  const all = choose(row + rest, column);
  const chance = (k: number): number => Math.exp(choose(row, k) + choose(rest, column - k) - all);
  const limit = chance(a) * ALMOST;
  let sum = 0;
  for (let k = Math.max(0, column - rest); k <= Math.min(row, column); k += 1) {
    const one = chance(k);
    if (one <= limit) sum += one;
  }
  return Math.min(1, sum);
}
