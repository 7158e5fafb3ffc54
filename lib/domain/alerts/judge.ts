import { MEASURES } from './measures';
import type { Band, Definition, Evaluation, LearntBand } from './schema';

type Judged = Pick<Evaluation, 'verdict' | 'because' | 'alert' | 'warn'>;

const side = (comparison: Definition['comparison'], low: number, high: number): Band => ({
  low: comparison === 'above' ? null : low,
  high: comparison === 'below' ? null : high,
});

function bandsOf(
  { limits, comparison }: Definition,
  learnt: LearntBand | null,
): { alert: Band | null; warn: Band | null } {
  if (limits.basis === 'fixed')
    return {
      alert: side(comparison, limits.alert, limits.alert),
      warn: limits.warn === null ? null : side(comparison, limits.warn, limits.warn),
    };
  const mean = learnt?.mean ?? null;
  const deviation = learnt?.deviation ?? null;
  if (mean === null || deviation === null) return { alert: null, warn: null };
  const around = (k: number) => side(comparison, mean - k * deviation, mean + k * deviation);
  return { alert: around(limits.alert), warn: limits.warn === null ? null : around(limits.warn) };
}

const isOutside = (value: number, { low, high }: Band) =>
  (low !== null && value < low) || (high !== null && value > high);

/** What a value means under a rule. A value on a limit is within it. */
export function judge(
  rule: Definition,
  reading: { value: number | null; n: number; isLogBehind: boolean; learnt: LearntBand | null },
): Judged {
  const bands = bandsOf(rule, reading.learnt);
  const { needsN } = MEASURES[rule.measure];
  if (reading.isLogBehind && rule.measure !== 'log-lag') return { verdict: null, because: 'log-behind', ...bands };
  const { value, n } = reading;
  if (value === null || (needsN && n === 0))
    return { verdict: rule.noData === 'nothing' ? null : rule.noData, because: 'no-data', ...bands };
  if (needsN && n < rule.leastN) return { verdict: null, because: 'few', ...bands };
  if (bands.alert === null) return { verdict: null, because: 'learning', ...bands };
  if (isOutside(value, bands.alert)) return { verdict: 'alert', because: 'value', ...bands };
  if (bands.warn !== null && isOutside(value, bands.warn)) return { verdict: 'warn', because: 'value', ...bands };
  return { verdict: 'ok', because: 'value', ...bands };
}
