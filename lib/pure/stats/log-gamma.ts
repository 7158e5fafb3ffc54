/**
 * Natural logarithm of the gamma function for x > 0.
 * Source: Stirling's series (Abramowitz and Stegun 6.1.40) from 15 on, below that by Γ(x + 1) = x Γ(x); about 15 digits.
 * Edge cases: 0 gives Infinity, negative numbers and NaN give NaN.
 * Example: logGamma(5) is ln 24 = 3.178053830347946.
 */
export function logGamma(x: number): number {
  if (!(x >= 0)) return Number.NaN;
  if (x === 0) return Number.POSITIVE_INFINITY;
  let factor = 1;
  let up = x;
  while (up < 15) {
    factor *= up;
    up += 1;
  }
  const inverse = 1 / (up * up);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / up;
  return (up - 0.5) * Math.log(up) - up + 0.5 * Math.log(2 * Math.PI) + series - Math.log(factor);
}
