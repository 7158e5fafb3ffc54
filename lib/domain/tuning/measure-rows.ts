import type { RatioChange as PlainChange } from '@/lib/pure/answer-settings/ratio-by-day';
import type { Costs, RatioChange, SettingsProposal } from './schema';

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

export const toChange = ({ before, after, difference, low, high }: PlainChange): RatioChange => ({
  before: finite(before),
  after: finite(after),
  difference: finite(difference),
  low: finite(low),
  high: finite(high),
});

/** What an answer costs, of two classes. Example: too close to call costs `abstained` whatever is true. */
export function costOf(
  { outcome, isAbstained }: { outcome: string; isAbstained: boolean },
  truth: string,
  positive: string,
  { falsePositive, falseNegative, abstained }: Costs,
): number {
  if (isAbstained) return abstained;
  if (outcome === truth) return 0;
  return outcome === positive ? falsePositive : falseNegative;
}

/** Which rows a number stands on. */
export function basisOf(rows: readonly { dayMs: number }[]): SettingsProposal['fitted'] {
  const days = [...new Set(rows.map(({ dayMs }) => dayMs))].sort((a, b) => a - b);
  const write = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString().slice(0, 10));
  return { n: rows.length, days: days.length, from: write(days[0]), to: write(days.at(-1)) };
}
