import { logGamma } from './log-gamma';

const SMALLEST = 1e-300;

/**
 * Regularised upper incomplete gamma function Q(a, x): the share of the gamma distribution of shape a above x.
 * Source: Abramowitz and Stegun 6.5.29 (series, below a + 1) and 6.5.31 (continued fraction, by Lentz's method, above).
 * Edge cases: Q(a, 0) is 1, Q(a, Infinity) is 0; NaN for a that is not above 0 or x below 0.
 * Example: upperGamma(1, 2) is e^-2 = 0.1353352832366127.
 */
export function upperGamma(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN;
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const factor = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? Math.max(0, 1 - factor * series(a, x)) : factor * fraction(a, x);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / SMALLEST;
  let d = 1 / b;
  let value = d;
  for (let i = 1, change = 0; Math.abs(change - 1) > 1e-16 && i < 1e6; i += 1) {
    const numerator = -i * (i - a);
    b += 2;
    d = 1 / (numerator * d + b || SMALLEST);
    c = b + numerator / c || SMALLEST;
    change = c * d;
    value *= change;
  }
  return value;
}

/**
 * Probability that a chi-square variable with `freedom` degrees of freedom exceeds `statistic`: Q(freedom / 2, x / 2).
 * Edge cases: NaN for 0 degrees of freedom.
 * Example: chiSquareTail(3.841458820694124, 1) is 0.05.
 */
export const chiSquareTail = (statistic: number, freedom: number): number => upperGamma(freedom / 2, statistic / 2);
