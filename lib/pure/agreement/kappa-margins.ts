import type { AgreementSums } from './agreement-sums';
import type { AgreementValue } from './agreement-value';
import { codeRatings } from './code-ratings';
import { kappaOf } from './cohen-kappa';
import type { Rating } from './ratings';

/**
 * Cohen's kappa of two raters as sums over units, of what it needs only: units on which they agree, then how often the first and the
 * second gave each class. As `cohenSums` without its table, which is as wide as there are classes squared.
 * Edge cases: as `cohenKappa`.
 * Example: measureAll(kappaMargins(['a', 'a', 'b'], ['a', 'b', 'b'])).value is 0.4.
 */
export function kappaMargins(
  first: readonly (Rating | null)[],
  second: readonly (Rating | null)[],
): AgreementSums<AgreementValue> {
  if (first.length !== second.length) throw new RangeError('both raters must have the same number of places');
  const values = first.map((value, unit) => [value, second[unit] ?? null]);
  const { codes, classes } = codeRatings({ raters: ['first', 'second'], values });
  const k = classes.length;
  return {
    units: values.length,
    size: 1 + 2 * k,
    addUnit: (unit, sums) => {
      const [one = -1, other = -1] = codes[unit] ?? [];
      if (one < 0 || other < 0) return;
      sums[0] = (sums[0] ?? 0) + Number(one === other);
      sums[1 + one] = (sums[1 + one] ?? 0) + 1;
      sums[1 + k + other] = (sums[1 + k + other] ?? 0) + 1;
    },
    measure: (sums) => {
      let [n, byChance] = [0, 0];
      for (let code = 0; code < k; code += 1) {
        n += sums[1 + code] ?? 0;
        byChance += (sums[1 + code] ?? 0) * (sums[1 + k + code] ?? 0);
      }
      return kappaOf(n, sums[0] ?? 0, byChance);
    },
  };
}
