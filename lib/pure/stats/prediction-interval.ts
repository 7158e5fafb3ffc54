import { deviationOf, meanOf } from './moments';
import { studentQuantile } from './student-t-quantile';

/**
 * Where one more value like the given ones lies, but for a share `outside` of such values: mean ± t · s · √(1 + 1/n), t of Student with n − 1
 * degrees of freedom, which is exact where values are independent and normal.
 * Edge cases: NaN ends with fewer than two values.
 * Example: predictionInterval([1, 2, 3], 0.05) is { low: -2.968, high: 6.968 }.
 */
export function predictionInterval(values: readonly number[], outside: number): { low: number; high: number } {
  const mean = meanOf(values);
  const reach = studentQuantile(outside, values.length - 1) * deviationOf(values, 1) * Math.sqrt(1 + 1 / values.length);
  return { low: mean - reach, high: mean + reach };
}
