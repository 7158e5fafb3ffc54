import { type AgreementValue, haveNoValue, haveValue } from './agreement-value';

export interface KrippendorffAlpha {
  readonly alpha: AgreementValue;
  /** Units with at least two ratings, and their ratings; all others are left out. */
  readonly units: number;
  readonly ratings: number;
  /** Mean difference of two ratings of a unit, and of any two ratings, in units of the scale's difference function. */
  readonly observedDisagreement: AgreementValue;
  readonly expectedDisagreement: AgreementValue;
}

/** No unit has two ratings. */
export function withoutPairs(none: AgreementValue): KrippendorffAlpha {
  return { alpha: none, units: 0, ratings: 0, observedDisagreement: none, expectedDisagreement: none };
}

/**
 * Alpha from `observed` = Σ o_ck δ²_ck and `expected` = Σ n_c n_k δ²_ck.
 * Example: alphaOf({ units: 3, ratings: 6, observed: 2, expected: 18 }).alpha.value is 4/9.
 */
export function alphaOf(input: {
  readonly units: number;
  readonly ratings: number;
  readonly observed: number;
  readonly expected: number;
}): KrippendorffAlpha {
  const { units, ratings, observed, expected } = input;
  return {
    alpha: expected === 0 ? haveNoValue('one-class') : haveValue(1 - ((ratings - 1) * observed) / expected),
    units,
    ratings,
    observedDisagreement: haveValue(observed / ratings),
    expectedDisagreement: haveValue(expected / (ratings * (ratings - 1))),
  };
}
