import { normalQuantile } from './normal-quantile';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Score interval of a share: `successes` out of `trials`.
 * Source: Wilson 1927; without continuity correction (Newcombe 1998, method 3).
 * Edge cases: no trials give [0, 1]; the bounds stay inside [0, 1].
 * Example: wilsonInterval(81, 263) is 0.2553 to 0.3662.
 */
export function wilsonInterval(successes: number, trials: number, confidence = 0.95): Interval {
  if (trials <= 0) return { low: 0, high: 1 };
  const z = normalQuantile(0.5 + confidence / 2);
  const share = successes / trials;
  const scale = 1 + (z * z) / trials;
  const middle = share + (z * z) / (2 * trials);
  const spread = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return {
    low: successes <= 0 ? 0 : Math.max(0, (middle - spread) / scale),
    high: successes >= trials ? 1 : Math.min(1, (middle + spread) / scale),
  };
}
