import { type AgreementSums, measureAll } from './agreement-sums';
import { type AgreementValue, haveNoValue } from './agreement-value';
import { alphaOf, type KrippendorffAlpha, withoutPairs } from './alpha-of-sums';
import { codeRatings } from './code-ratings';
import { intervalSums } from './interval-alpha';
import type { Ratings, Scale } from './ratings';

/**
 * Agreement beyond chance of any number of raters with ratings missing: 1 - observed / expected disagreement. Both are means of a
 * squared difference over pairs: nominal 0 or 1, ordinal by the ratings that lie between, interval (a - b)².
 * Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability: the coincidence matrix o_ck has each ordered pair of
 * ratings of a unit, weighted by 1 / (its ratings - 1), and n_c are its sums; alpha = 1 - (n - 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck.
 * Edge cases: `too-few-raters`; `no-shared-unit`; `one-class` where all ratings that can be paired are equal (0/0). Throws a
 * RangeError for strings on an interval scale, and for values that a given list of classes does not have.
 * Example: ['a', 'a'], ['a', 'b'], ['b', 'b'] have nominal alpha 1 - 5 · 2 / 18 = 4/9.
 */
export function krippendorffAlpha(ratings: Ratings, scale: Scale): KrippendorffAlpha {
  return measureAll(alphaSums(ratings, scale));
}

/** `krippendorffAlpha` as sums over units. */
export function alphaSums(ratings: Ratings, scale: Scale): AgreementSums<KrippendorffAlpha> {
  return scale.level === 'interval' ? intervalSums(ratings) : coincidenceSums(ratings, scale);
}

/** The number of units, then the coincidence matrix, row after row. */
function coincidenceSums(
  ratings: Ratings,
  scale: Exclude<Scale, { level: 'interval' }>,
): AgreementSums<KrippendorffAlpha> {
  const given = scale.level === 'nominal' ? scale.classes : scale.order === 'by-size' ? undefined : scale.order;
  const coded = codeRatings(ratings, given);
  if (scale.level === 'ordinal' && !given && coded.classes.some((one) => typeof one === 'string'))
    throw new RangeError('strings on an ordinal scale need their order');
  const k = coded.classes.length;
  const none = haveNoValue(coded.activeRaters < 2 ? 'too-few-raters' : 'no-shared-unit');
  return {
    units: coded.codes.length,
    size: 1 + k * k,
    addUnit: (unit, sums) => {
      const rated = coded.codes[unit]?.filter((code) => code >= 0) ?? new Int32Array();
      if (rated.length < 2) return;
      sums[0] = (sums[0] ?? 0) + 1;
      const weight = 1 / (rated.length - 1);
      for (const [i, c] of rated.entries())
        for (const [j, d] of rated.entries()) if (i !== j) sums[1 + c * k + d] = (sums[1 + c * k + d] ?? 0) + weight;
    },
    measure: (sums) => measureCoincidences(sums, k, scale.level, none),
  };
}

function measureCoincidences(
  sums: Float64Array,
  k: number,
  level: 'nominal' | 'ordinal',
  none: AgreementValue,
): KrippendorffAlpha {
  // Sums of a row are numbers of ratings, whole but for rounding.
  const totals = Array.from({ length: k }, (_, c) =>
    Math.round(sums.subarray(1 + c * k, 1 + (c + 1) * k).reduce((sum, one) => sum + one, 0)),
  );
  let n = 0;
  // The number of ratings between two classes, half of each end included, is the difference of their middle ranks.
  const ranks = totals.map((count) => {
    n += count;
    return n - count / 2;
  });
  let [observed, expected] = [0, 0];
  for (let c = 0; c < k; c += 1)
    for (let d = 0; d < k; d += 1) {
      if (c === d) continue;
      const difference = level === 'nominal' ? 1 : ((ranks[c] ?? 0) - (ranks[d] ?? 0)) ** 2;
      observed += (sums[1 + c * k + d] ?? 0) * difference;
      expected += (totals[c] ?? 0) * (totals[d] ?? 0) * difference;
    }
  const units = sums[0] ?? 0;
  return n === 0 ? withoutPairs(none) : alphaOf({ units, ratings: n, observed, expected });
}
