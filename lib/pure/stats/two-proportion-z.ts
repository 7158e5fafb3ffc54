import { normalTail } from './normal-tail';
import type { TestResult } from './test-result';

/**
 * Pooled z test of two proportions, both sides: `hits` out of `trials` on each side.
 * Source: Fleiss, Statistical Methods for Rates and Proportions, without continuity correction.
 * Edge cases: NaN without trials on a side; statistic 0 and p 1 when all or none are hits.
 * Example: twoProportionZ(45, 100, 30, 100) has statistic 2.1908902300206643 and p 0.02845973691631056.
 */
export function twoProportionZ(hits1: number, trials1: number, hits2: number, trials2: number): TestResult {
  const pooled = (hits1 + hits2) / (trials1 + trials2);
  const difference = hits1 / trials1 - hits2 / trials2;
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / trials1 + 1 / trials2));
  const statistic = error === 0 ? 0 : difference / error;
  return { statistic, pValue: Math.min(1, 2 * normalTail(Math.abs(statistic))) };
}
