import type { GateRule, Measurement, Verdict } from '../schema';

/**
 * What a measurement means by a rule. A number counts as on a side of the threshold only with its whole interval: between, it warns. One that
 * must be above fails as long as its interval is not.
 * Example: 0.7 (0.6 to 0.8) at least 0.9 has the rule's severity, at least 0.65 it warns, at least 0.5 it passes.
 */
export function judgeCheck(found: Measurement, rule: GateRule): Verdict {
  const outcome = found.outcome ?? outcomeOf(found.measured, rule.threshold);
  if (outcome === 'good') return 'pass';
  return outcome === 'bad' ? rule.severity : outcome === 'open' ? 'warn' : 'unknown';
}

function outcomeOf(measured: Measurement['measured'], threshold: number | null) {
  if (!measured || threshold === null) return 'unknown';
  const { low, high, bound } = measured;
  if (bound === 'above') return low > threshold ? 'good' : 'bad';
  if (bound === 'least') return low >= threshold ? 'good' : high < threshold ? 'bad' : 'open';
  return high <= threshold ? 'good' : low > threshold ? 'bad' : 'open';
}
