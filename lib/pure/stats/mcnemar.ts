import { incompleteBeta } from './incomplete-beta';

/**
 * Exact McNemar test, both sides: how likely a split of `won` and `lost` at least as uneven as this one is if both are equally likely.
 * Source: McNemar 1947 with the binomial distribution (Fagerland, Lydersen and Laake 2013, "exact conditional"); days as pairs make it the
 * sign test. Edge cases: 1 where nothing differs.
 * Example: exactMcNemar(7, 1) is 0.0703125, exactMcNemar(5, 1) is 0.21875.
 */
export function exactMcNemar(won: number, lost: number): number {
  const n = won + lost;
  if (n === 0) return 1;
  const fewer = Math.min(won, lost);
  return Math.min(1, 2 * incompleteBeta(n - fewer, fewer + 1, 0.5));
}
