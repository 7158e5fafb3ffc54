import { incompleteBeta } from './incomplete-beta';
import { meanOf, squaresAround } from './moments';
import type { TestResult } from './test-result';

/**
 * Probability that |T| exceeds |t| for Student's t with `freedom` degrees of freedom: I_x(freedom / 2, 1 / 2) at
 * x = freedom / (freedom + t²). Source: Abramowitz and Stegun 26.7.1.
 * Edge cases: ±Infinity gives 0; NaN without a degree of freedom.
 * Example: studentTwoTails(2.2281388519649385, 10) is 0.05.
 */
export function studentTwoTails(t: number, freedom: number): number {
  if (Math.abs(t) === Number.POSITIVE_INFINITY) return freedom > 0 ? 0 : Number.NaN;
  return incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t));
}

/**
 * Student's t test of equal means of two samples with pooled variance, both sides (scipy's `ttest_ind`).
 * Source: Student 1908; a single observation on one side adds nothing to the pooled variance.
 * Edge cases: NaN without a value on a side, with fewer than three values, or when all values are equal;
 * two different constants give ±Infinity and p 0.
 * Example: studentTTest([1, 2, 3], [2, 3, 4]) has statistic -1.224744871391589 and p 0.28786413472669053.
 */
export function studentTTest(x: ArrayLike<number>, y: ArrayLike<number>): TestResult {
  const freedom = x.length + y.length - 2;
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  const pooled = (squaresAround(x, meanX) + squaresAround(y, meanY)) / freedom;
  const statistic = (meanX - meanY) / Math.sqrt(pooled * (1 / x.length + 1 / y.length));
  return { statistic, pValue: studentTwoTails(statistic, freedom) };
}
