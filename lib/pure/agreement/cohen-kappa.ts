import { type AgreementSums, measureAll } from './agreement-sums';
import { type AgreementValue, haveNoValue, haveValue } from './agreement-value';
import { codeRatings } from './code-ratings';
import type { Rating } from './ratings';

export interface CohenClass {
  readonly label: Rating;
  /** Units to which the first rater, the second rater and both gave this class. */
  readonly first: number;
  readonly second: number;
  readonly both: number;
  /** Kappa of this class against all others taken together. */
  readonly kappa: AgreementValue;
  /** Share of the two raters' ratings of this class that the other one shares: 2 both / (first + second). */
  readonly positiveAgreement: AgreementValue;
}

export interface CohenKappa {
  readonly kappa: AgreementValue;
  /** Units that both rated; all others are left out. */
  readonly n: number;
  /** Share of these units on which they agree. */
  readonly observed: AgreementValue;
  /** The share that raters with the same habits would agree on by chance. */
  readonly expected: AgreementValue;
  readonly classes: readonly CohenClass[];
}

/**
 * Agreement of two raters beyond chance: (observed - expected) / (1 - expected), where expected is the sum over classes of the
 * product of both raters' shares. 1 is full agreement, 0 that of chance, below 0 less than chance. Lists run parallel, one place
 * per unit; null is missing.
 * Source: Cohen 1960; per class as Fleiss, Levin and Paik 2003, ch. 18.1; positive agreement of Cicchetti and Feinstein 1990.
 * Edge cases: `no-shared-unit`; `one-class` where both gave the same single class throughout (0/0), for a class also where neither
 * gave it; two raters who each gave one class, but not the same, have kappa 0.
 * Example: Wikipedia's 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no have observed 0.7, expected 0.5 and kappa 0.4.
 */
export function cohenKappa(
  first: readonly (Rating | null)[],
  second: readonly (Rating | null)[],
  classes?: readonly Rating[],
): CohenKappa {
  return measureAll(cohenSums(first, second, classes));
}

/** `cohenKappa` as sums over units: the counts of first (down) against second (across), row after row. */
export function cohenSums(
  first: readonly (Rating | null)[],
  second: readonly (Rating | null)[],
  classes?: readonly Rating[],
): AgreementSums<CohenKappa> {
  if (first.length !== second.length) throw new RangeError('both raters must have the same number of places');
  const values = first.map((value, unit) => [value, second[unit] ?? null]);
  const coded = codeRatings({ raters: ['first', 'second'], values }, classes);
  const k = coded.classes.length;
  return {
    units: values.length,
    size: k * k,
    addUnit: (unit, sums) => {
      const [down = -1, across = -1] = coded.codes[unit] ?? [];
      if (down >= 0 && across >= 0) sums[down * k + across] = (sums[down * k + across] ?? 0) + 1;
    },
    measure: (counts) => measureCohen(counts, coded.classes),
  };
}

/**
 * Cohen's kappa of counts of first (down) against second (across), row after row.
 * Example: measureCohen([20, 5, 10, 15], ['yes', 'no']).kappa.value is 0.4.
 */
export function measureCohen(counts: ArrayLike<number>, classes: readonly Rating[]): CohenKappa {
  const k = classes.length;
  const rows = new Float64Array(k);
  const columns = new Float64Array(k);
  for (let down = 0; down < k; down += 1)
    for (let across = 0; across < k; across += 1) {
      const count = counts[down * k + across] ?? 0;
      rows[down] = (rows[down] ?? 0) + count;
      columns[across] = (columns[across] ?? 0) + count;
    }
  const perClass = classes.map((label, at) => ({
    label,
    first: rows[at] ?? 0,
    second: columns[at] ?? 0,
    both: counts[at * k + at] ?? 0,
  }));
  const n = perClass.reduce((sum, one) => sum + one.first, 0);
  const agreeing = perClass.reduce((sum, one) => sum + one.both, 0);
  const byChance = perClass.reduce((sum, one) => sum + one.first * one.second, 0);
  return {
    kappa: kappaOf(n, agreeing, byChance),
    n,
    observed: n === 0 ? haveNoValue('no-shared-unit') : haveValue(agreeing / n),
    expected: n === 0 ? haveNoValue('no-shared-unit') : haveValue(byChance / (n * n)),
    classes: perClass.map((one) => ({
      ...one,
      kappa: kappaOf(
        n,
        n - one.first - one.second + 2 * one.both,
        one.first * one.second + (n - one.first) * (n - one.second),
      ),
      positiveAgreement: positiveAgreement(n, one),
    })),
  };
}

/**
 * Of whole numbers, so that 0/0 is seen as such: `byChance` is the expected share times n².
 * Example: kappaOf(50, 35, 1250).value is 0.4.
 */
export function kappaOf(n: number, agreeing: number, byChance: number): AgreementValue {
  if (n === 0) return haveNoValue('no-shared-unit');
  if (byChance === n * n) return haveNoValue('one-class');
  return haveValue((n * agreeing - byChance) / (n * n - byChance));
}

function positiveAgreement(n: number, one: { first: number; second: number; both: number }): AgreementValue {
  if (n === 0) return haveNoValue('no-shared-unit');
  if (one.first + one.second === 0) return haveNoValue('unused-class');
  return haveValue((2 * one.both) / (one.first + one.second));
}
