import { deviationOf, meanOf } from '../stats/moments';

/**
 * Mean plus `multiple` population standard deviations of the values of the reference chunks (NannyML's
 * StandardDeviationThreshold); chunks without a value are left out.
 * Edge cases: null without any value, and where it overflows.
 * Example: learnThreshold([0.1, 0.3, null], 3) is 0.5.
 */
export function learnThreshold(values: readonly (number | null)[], multiple: number): number | null {
  const known = values.filter((value): value is number => value !== null);
  const threshold = meanOf(known) + multiple * deviationOf(known, 0);
  return Number.isFinite(threshold) ? threshold : null;
}
