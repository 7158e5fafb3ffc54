import { logGamma } from './log-gamma';

const SMALLEST = 1e-300;

/**
 * Regularised incomplete beta function I_x(a, b).
 * Source: NIST DLMF 8.17.22 (continued fraction, by Lentz's method) with 8.17.4, I_x(a, b) = 1 - I_(1-x)(b, a).
 * Edge cases: 0 at x = 0, 1 at x = 1; NaN outside of [0, 1] or for a or b not above 0.
 * Example: incompleteBeta(2, 3, 0.4) is 0.5248.
 */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) return Number.NaN;
  if (x === 0 || x === 1) return x;
  const factor = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b));
  return x < (a + 1) / (a + b + 2) ? (factor * fraction(a, b, x)) / a : 1 - (factor * fraction(b, a, 1 - x)) / b;
}

function fraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || SMALLEST);
  let value = d;
  const step = (numerator: number): number => {
    d = 1 / (1 + numerator * d || SMALLEST);
    c = 1 + numerator / c || SMALLEST;
    value *= c * d;
    return c * d;
  };
  for (let m = 1, change = 0; Math.abs(change - 1) > 1e-16 && m < 1e5; m += 1) {
    step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    change = step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
  }
  return value;
}
