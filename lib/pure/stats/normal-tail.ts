import { upperGamma } from './incomplete-gamma';

/**
 * Probability that a standard normal variable exceeds z.
 * Source: half of erfc(z / √2), which is Q(1/2, z² / 2) (Abramowitz and Stegun 6.5.17); accurate far out in the tail.
 * Edge cases: -Infinity gives 1, Infinity gives 0.
 * Example: normalTail(1.959963984540054) is 0.025.
 */
export function normalTail(z: number): number {
  const tail = upperGamma(0.5, (z * z) / 2) / 2;
  return z < 0 ? 1 - tail : tail;
}
