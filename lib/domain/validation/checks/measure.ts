import type { CheckFacts, CheckId, Measurement } from '../schema';
import { factsOf, type MeanInterval, measuredAs } from './mean-interval';

/** A check whose outcome needs no threshold. */
export const said = (
  check: CheckId,
  outcome: NonNullable<Measurement['outcome']>,
  why: string,
  facts: CheckFacts = {},
  fix: string | null = null,
): Measurement => ({ check, outcome, measured: null, why, facts, fix });

/** A check that could not be made, and why. */
export const unknown = (check: CheckId, why: string, facts: CheckFacts = {}): Measurement =>
  said(check, 'unknown', why, facts);

/** A number without an interval, for the rule's threshold. */
export const counted = (
  check: CheckId,
  value: number,
  bound: 'least' | 'most',
  why: string,
  facts: CheckFacts = {},
): Measurement => ({
  ...{ check, outcome: null, why, fix: null },
  measured: { value, low: value, high: value, bound },
  facts: { value, ...facts },
});

/** A mean with its interval, for the rule's threshold; not known where too few independent blocks give none. */
export function estimated(
  check: CheckId,
  found: MeanInterval,
  bound: 'least' | 'most' | 'above',
  why: string,
  facts: CheckFacts = {},
): Measurement {
  const all = { ...factsOf(found), ...facts };
  const measured = measuredAs(found, bound);
  return measured ? { check, outcome: null, measured, why, facts: all, fix: null } : unknown(check, 'few-blocks', all);
}
