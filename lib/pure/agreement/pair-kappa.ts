import { measureAll } from './agreement-sums';
import type { AgreementValue } from './agreement-value';
import { type AgreementInterval, bootstrapAgreement } from './bootstrap-agreement';
import { kappaMargins } from './kappa-margins';
import { isRated, type Ratings } from './ratings';

export interface PairKappa {
  /** Units that both rated. */
  readonly n: number;
  readonly kappa: AgreementValue;
  readonly interval: AgreementInterval;
}

/**
 * Cohen's kappa of two raters of a table, by their places, with its interval by `bootstrapAgreement`. Only units that both rated are
 * drawn, and of `blocks` (one name per unit of the table) only theirs, so that what others rated moves nothing.
 * Source: Klar et al. 2002 for the bootstrap of kappa over units.
 * Edge cases: `no-shared-unit` and `one-class` as `cohenKappa`; no interval (`one-block`) where both rated fewer than two blocks.
 * Example: 20 yes/yes, 5 yes/no, 10 no/yes and 15 no/no have kappa 0.4 with [0.1270, 0.6400].
 */
export function pairKappa(
  { values }: Ratings,
  [first, second]: readonly [number, number],
  blocks?: readonly (string | number)[],
): PairKappa {
  const both = values.flatMap((row, unit) => (isRated(row[first]) && isRated(row[second]) ? [unit] : []));
  const of = (rater: number) => both.map((unit) => values[unit]?.[rater] ?? null);
  const sums = kappaMargins(of(first), of(second));
  const [interval] = bootstrapAgreement({
    sums,
    statistics: (kappa) => [kappa],
    blocks: both.map((unit) => blocks?.[unit] ?? unit),
  });
  if (!interval) throw new Error('one measure has one interval');
  return { n: both.length, kappa: measureAll(sums), interval };
}
