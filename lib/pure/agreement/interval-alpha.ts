import type { AgreementSums } from './agreement-sums';
import { haveNoValue } from './agreement-value';
import { alphaOf, type KrippendorffAlpha, withoutPairs } from './alpha-of-sums';
import { isRated, type Ratings } from './ratings';

/** Below this share of the mean square, a variance is what rounding leaves of equal numbers. */
const ROUNDING = 1e-12;

/**
 * Krippendorff's alpha on an interval scale as sums over units: units, ratings, Σ a, Σ a², Σ o_ck (c - k)². The same number as from
 * the coincidence matrix, which would be as wide as there are different numbers; a is counted from the mean, to keep its digits.
 * Source: 2 m Σ a² - 2 (Σ a)² is the sum of (a_i - a_j)² over all ordered pairs of m numbers.
 * Edge cases: as `krippendorffAlpha`; throws a RangeError for strings.
 * Example: [[1, 1], [1, 3], [3, 3]] have alpha 4/9.
 */
export function intervalSums({ raters, values }: Ratings): AgreementSums<KrippendorffAlpha> {
  const numbers = values.map((row) => row.map((value) => (isRated(value) ? toNumber(value) : Number.NaN)));
  const isActive = raters.map((_, rater) => numbers.some((row) => !Number.isNaN(row[rater] ?? Number.NaN)));
  const none = haveNoValue(isActive.filter(Boolean).length < 2 ? 'too-few-raters' : 'no-shared-unit');
  let [sum, count] = [0, 0];
  for (const row of numbers)
    for (const value of row)
      if (!Number.isNaN(value)) {
        sum += value;
        count += 1;
      }
  const mean = sum / count;
  return {
    units: numbers.length,
    size: 5,
    addUnit: (unit, sums) => {
      let [m, total, squares] = [0, 0, 0];
      for (const value of numbers[unit] ?? []) {
        if (Number.isNaN(value)) continue;
        m += 1;
        total += value - mean;
        squares += (value - mean) ** 2;
      }
      if (m < 2) return;
      const pairs = Math.max(0, 2 * m * squares - 2 * total ** 2) / (m - 1);
      for (const [at, part] of [1, m, total, squares, pairs].entries()) sums[at] = (sums[at] ?? 0) + part;
    },
    measure: (sums) => {
      const [units = 0, ratings = 0, total = 0, squares = 0, observed = 0] = sums;
      if (ratings === 0) return withoutPairs(none);
      const expected = 2 * ratings * squares - 2 * total ** 2;
      const isFlat = expected <= ROUNDING * 2 * ratings * squares;
      return alphaOf({ units, ratings, observed, expected: isFlat ? 0 : expected });
    },
  };
}

function toNumber(value: string | number): number {
  if (typeof value === 'number') return value;
  throw new RangeError(`an interval scale needs numbers, not ${JSON.stringify(value)}`);
}
