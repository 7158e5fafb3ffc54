import { type AgreementSums, measureAll } from './agreement-sums';
import { type AgreementValue, haveNoValue, haveValue } from './agreement-value';
import { codeRatings } from './code-ratings';
import type { Rating, Ratings } from './ratings';

export interface FleissClass {
  readonly label: Rating;
  /** Ratings of this class, and their share of all. */
  readonly ratings: number;
  readonly share: AgreementValue;
  /** Chance that a second rating of a unit is of this class when a first one is. */
  readonly repeated: AgreementValue;
  readonly kappa: AgreementValue;
}

export interface FleissMeasures {
  readonly kappa: AgreementValue;
  /** Units with at least two ratings, and their ratings. */
  readonly units: number;
  readonly ratings: number;
  readonly observed: AgreementValue;
  readonly expected: AgreementValue;
  readonly classes: readonly FleissClass[];
}

export interface FleissKappa extends FleissMeasures {
  /** Fewest and most ratings of a used unit; null without one. Fleiss' own case is when both are equal. */
  readonly ratingsPerUnit: { readonly fewest: number; readonly most: number } | null;
  /** Units with fewer than two ratings. */
  readonly unitsLeftOut: number;
}

/**
 * Agreement beyond chance of any number of raters, who need not be the same for each unit. With n_ij ratings of class j among the
 * m_i of unit i: repeated_j = Σ_i n_ij (n_ij - 1) / (m_i - 1) / Σ_i n_ij, kappa_j = (repeated_j - share_j) / (1 - share_j),
 * observed = Σ_j share_j repeated_j, expected = Σ_j share_j², kappa = (observed - expected) / (1 - expected).
 * Source: Fleiss 1971, whose units all have m ratings. Where numbers vary: units with fewer than two ratings are left out, and
 * each rating counts once, so that a unit weighs as much as it has ratings. Kappa is then still the mean of the kappa_j weighted by
 * share_j (1 - share_j), and Krippendorff's nominal alpha is kappa + (1 - kappa) / ratings.
 * Edge cases: `too-few-raters`; `no-shared-unit`; `one-class` (0/0); per class also `unused-class`.
 * Example: [['a', 'a', 'a'], ['a', 'b', 'b']] have observed 2/3, expected 5/9 and kappa 0.25.
 */
export function fleissKappa(ratings: Ratings, classes?: readonly Rating[]): FleissKappa {
  const { codes, ...sums } = fleissSums(ratings, classes);
  const perUnit = codes.map((unit) => unit.reduce((count, code) => count + Number(code >= 0), 0));
  const used = perUnit.filter((count) => count >= 2);
  return {
    ...measureAll(sums),
    ratingsPerUnit:
      used.length === 0
        ? null
        : {
            fewest: used.reduce((least, count) => Math.min(least, count)),
            most: used.reduce((most, count) => Math.max(most, count)),
          },
    unitsLeftOut: perUnit.length - used.length,
  };
}

/** `fleissKappa` as sums over units: units, then ratings of each class, then n_ij (n_ij - 1) / (m_i - 1) of each class. */
export function fleissSums(
  ratings: Ratings,
  classes?: readonly Rating[],
): AgreementSums<FleissMeasures> & { readonly codes: readonly Int32Array[] } {
  const coded = codeRatings(ratings, classes);
  const k = coded.classes.length;
  const none = coded.activeRaters < 2 ? haveNoValue('too-few-raters') : haveNoValue('no-shared-unit');
  const counts = new Float64Array(k);
  return {
    codes: coded.codes,
    units: coded.codes.length,
    size: 1 + 2 * k,
    addUnit: (unit, sums) => {
      counts.fill(0);
      let rated = 0;
      for (const code of coded.codes[unit] ?? [])
        if (code >= 0) {
          counts[code] = (counts[code] ?? 0) + 1;
          rated += 1;
        }
      if (rated < 2) return;
      sums[0] = (sums[0] ?? 0) + 1;
      for (const [at, count] of counts.entries()) {
        if (count === 0) continue;
        sums[1 + at] = (sums[1 + at] ?? 0) + count;
        sums[1 + k + at] = (sums[1 + k + at] ?? 0) + (count * (count - 1)) / (rated - 1);
      }
    },
    measure: (sums) => measureFleiss(sums, coded.classes, none),
  };
}

function measureFleiss(sums: Float64Array, classes: readonly Rating[], none: AgreementValue): FleissMeasures {
  const k = classes.length;
  const total = sums.subarray(1, 1 + k).reduce((sum, count) => sum + count, 0);
  const repeatedTotal = sums.subarray(1 + k).reduce((sum, one) => sum + one, 0);
  const squares = sums.subarray(1, 1 + k).reduce((sum, count) => sum + count * count, 0);
  const ifAny = (value: number) => (total === 0 ? none : haveValue(value));
  return {
    kappa: kappaOf(total, repeatedTotal, squares, total, none),
    units: sums[0] ?? 0,
    ratings: total,
    observed: ifAny(repeatedTotal / total),
    expected: ifAny(squares / (total * total)),
    classes: classes.map((label, at) => {
      const [count, repeated] = [sums[1 + at] ?? 0, sums[1 + k + at] ?? 0];
      const isUnused = total > 0 && count === 0;
      return {
        label,
        ratings: count,
        share: ifAny(count / total),
        repeated: isUnused ? haveNoValue('unused-class') : ifAny(repeated / count),
        kappa: isUnused ? haveNoValue('unused-class') : kappaOf(total, repeated, count * count, count, none),
      };
    }),
  };
}

/** (repeated / of - squares / (total of)) / (1 - squares / (total of)), where `of` ratings are looked at. */
function kappaOf(total: number, repeated: number, squares: number, of: number, none: AgreementValue): AgreementValue {
  if (total === 0) return none;
  if (squares === total * of) return haveNoValue('one-class');
  return haveValue((total * repeated - squares) / (total * of - squares));
}
