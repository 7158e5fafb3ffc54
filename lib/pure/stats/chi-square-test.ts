import { chiSquareTail } from './incomplete-gamma';
import { sumOf } from './sum-of';
import type { TestResult } from './test-result';

/**
 * Pearson's chi-square test of goodness of fit: are the current counts drawn from the shares of the reference?
 * The reference is taken as the truth, not as a sample, so p comes out too small where the reference is small.
 * Source: Pearson 1900; scipy's `chisquare(current, shares * n)`, k - 1 degrees of freedom.
 * Edge cases: a value that the reference has never seen gives Infinity and p 0; p is NaN for a single bin.
 * Example: chiSquareFit([50, 50], [60, 40]) has statistic 4 and p 0.04550026389635842.
 */
export function chiSquareFit(reference: readonly number[], current: readonly number[]): TestResult {
  if (reference.length !== current.length) throw new RangeError('both count vectors must have the same bins');
  const scale = sumOf(current) / sumOf(reference);
  const statistic = current.reduce((sum, count, i) => {
    const expected = (reference[i] ?? 0) * scale;
    return count === 0 && expected === 0 ? sum : sum + (count - expected) ** 2 / expected;
  }, 0);
  return { statistic, pValue: chiSquareTail(statistic, current.length - 1) };
}

/**
 * Chi-square test of homogeneity: are both count vectors drawn from the same shares? Bins empty on both sides are left
 * out; with two bins Yates' continuity correction is applied.
 * Source: Pearson 1900, Yates 1934; scipy's `chi2_contingency` of the two rows.
 * Edge cases: NaN when a vector has no observation; statistic 0 and p 1 for a single bin.
 * Example: chiSquareHomogeneity([50, 50], [60, 40]) has statistic 1.6363636363636365 and p 0.20082512269514174.
 */
export function chiSquareHomogeneity(reference: readonly number[], current: readonly number[]): TestResult {
  if (reference.length !== current.length) throw new RangeError('both count vectors must have the same bins');
  const [n, m] = [sumOf(reference), sumOf(current)];
  if (!(n > 0 && m > 0)) return { statistic: Number.NaN, pValue: Number.NaN };
  const used = reference.flatMap((count, i) => (count + (current[i] ?? 0) > 0 ? [i] : []));
  if (used.length === 1) return { statistic: 0, pValue: 1 };
  const term = (count: number, expected: number): number => {
    const away = Math.abs(count - expected);
    return (away - (used.length === 2 ? Math.min(0.5, away) : 0)) ** 2 / expected;
  };
  const statistic = used.reduce((sum, i) => {
    const [r, c] = [reference[i] ?? 0, current[i] ?? 0];
    const share = (r + c) / (n + m);
    return sum + term(r, share * n) + term(c, share * m);
  }, 0);
  return { statistic, pValue: chiSquareTail(statistic, used.length - 1) };
}

/**
 * G test of goodness of fit of counts with equal sums: 2 Σ current · ln(current / reference).
 * Source: Woolf 1957; scipy's `power_divergence(current, reference, lambda_='log-likelihood')`.
 * Edge cases: NaN where the sums differ (the test says nothing then) and for a single bin; a value that the reference
 * has never seen gives Infinity and p 0.
 * Example: gTest([50, 50], [60, 40]) has statistic 4.027102710137775 and p 0.04477477232924418.
 */
export function gTest(reference: readonly number[], current: readonly number[]): TestResult {
  if (reference.length !== current.length) throw new RangeError('both count vectors must have the same bins');
  if (sumOf(reference) !== sumOf(current)) return { statistic: Number.NaN, pValue: Number.NaN };
  const statistic =
    2 * current.reduce((sum, count, i) => (count === 0 ? sum : sum + count * Math.log(count / (reference[i] ?? 0))), 0);
  return { statistic, pValue: chiSquareTail(Math.max(0, statistic), current.length - 1) };
}
