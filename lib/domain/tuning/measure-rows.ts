import { type RatioChange as PlainChange, ratioByDay } from '@/lib/pure/answer-settings/ratio-by-day';
import { finiteOrNull } from '@/lib/pure/stats/finite-or-null';
import type { Costs, RatioChange, SettingsProposal } from './schema';

export const toChange = ({ before, after, difference, low, high }: PlainChange): RatioChange => ({
  before: finiteOrNull(before),
  after: finiteOrNull(after),
  difference: finiteOrNull(difference),
  low: finiteOrNull(low),
  high: finiteOrNull(high),
});

type Terms<Row> = (row: Row) => readonly [numerator: number, denominator: number];

/** A ratio of sums over rows as they were answered and as they would be, with the interval of its change over days. */
export const changeOf = <Row>(
  rows: readonly Row[],
  of: { dayMs: (row: Row) => number; before: Terms<Row>; after: Terms<Row> },
): RatioChange =>
  toChange(ratioByDay(rows.map((row) => ({ dayMs: of.dayMs(row), before: of.before(row), after: of.after(row) }))));

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
