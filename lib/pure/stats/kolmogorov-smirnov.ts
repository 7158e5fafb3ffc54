import { greatestDivisor } from './greatest-divisor';
import { kolmogorovTail } from './kolmogorov-tail';
import type { TestResult } from './test-result';

const EXACT_UP_TO = 10_000;

/**
 * Two-sample Kolmogorov-Smirnov test, both sides, of values sorted upwards: the largest distance of the two empirical
 * distribution functions, and the probability of one as large. Infinite values are fine.
 * p is exact where the larger side has at most 10,000 values (Hodges 1957: all orders of the pooled values are equally
 * likely, ties are not accounted for), else the one-sample law at n·m / (n + m) values; as scipy's `ks_2samp` does.
 * With `asks` 'statistic' p is not computed and NaN.
 * Edge cases: NaN when a side is empty.
 * Example: kolmogorovSmirnovTest([1, 2, 3, 4], [3, 4, 5, 6]) has statistic 0.5 and p 0.7714285714285716.
 */
export function kolmogorovSmirnovTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  asks: 'statistic' | 'both' = 'both',
): TestResult {
  if (x.length === 0 || y.length === 0) return { statistic: Number.NaN, pValue: Number.NaN };
  const [m, n] = [x.length, y.length];
  const divisor = greatestDivisor(m, n);
  // Counted in steps of 1 / lcm, so that nothing is rounded.
  const steps = largestGap(x, y, n / divisor, m / divisor);
  const statistic = steps / ((m / divisor) * n);
  if (asks === 'statistic') return { statistic, pValue: Number.NaN };
  const pValue =
    Math.max(m, n) <= EXACT_UP_TO
      ? shareOutside(m, n, divisor, steps)
      : kolmogorovTail(statistic, roundHalfEven((m * n) / (m + n)));
  return { statistic, pValue };
}

function largestGap(x: ArrayLike<number>, y: ArrayLike<number>, stepX: number, stepY: number): number {
  let largest = 0;
  for (let i = 0, j = 0; i < x.length && j < y.length; ) {
    const value = Math.min(x[i] ?? 0, y[j] ?? 0);
    while (i < x.length && (x[i] ?? 0) <= value) i += 1;
    while (j < y.length && (y[j] ?? 0) <= value) j += 1;
    largest = Math.max(largest, Math.abs(i * stepX - j * stepY));
  }
  return largest;
}

/** Share of all paths from (0, 0) to (m, n) that leave the band |i n - j m| < steps; sums of positive terms only, so tiny shares keep their digits. */
function shareOutside(m: number, n: number, divisor: number, steps: number): number {
  if (steps === 0) return 1;
  const [stepX, stepY] = [n / divisor, m / divisor];
  const row = new Float64Array(n + 2).fill(1);
  for (let i = m; i >= 0; i -= 1) {
    const first = Math.max(0, Math.floor((i * stepX - steps) / stepY) + 1);
    const last = Math.min(n, Math.ceil((i * stepX + steps) / stepY) - 1);
    let right = 1;
    for (let j = last; j >= first; j -= 1) {
      const left = m + n - i - j;
      right = left === 0 ? 0 : ((m - i) * (row[j] ?? 0) + (n - j) * right) / left;
      row[j] = right;
    }
  }
  return Math.min(1, row[0] ?? Number.NaN);
}

function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
