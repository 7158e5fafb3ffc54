import { studentQuantile } from './student-t-quantile';

/** One-sided. */
const TAIL = 0.01;
const FEWEST = 5;

/**
 * Whether gains, one a day, are above 0 on average by more than chance: mean > t · sd / √n, one-sided at 1 %. False below five.
 * Source: Student's paired t-test. Example: gains of 1, 2, 1, 2 and 1 are; 1, -1, 1, -1 and 1 are not.
 */
export function isGain(gains: readonly number[]): boolean {
  const n = gains.length;
  if (n < FEWEST) return false;
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / n;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (n - 1);
  return mean > studentQuantile(2 * TAIL, n - 1) * Math.sqrt(variance / n);
}
