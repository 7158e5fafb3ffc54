import { type AgreementValue, haveNoValue, haveValue } from './agreement-value';
import { codeRatings } from './code-ratings';
import { kappaOf } from './cohen-kappa';
import type { Rating, Ratings } from './ratings';

export interface PairAgreement {
  readonly first: string;
  readonly second: string;
  /** Units that both rated. */
  readonly n: number;
  /** Units on which they agree, and their share. */
  readonly agreeing: number;
  readonly share: AgreementValue;
  readonly kappa: AgreementValue;
}

/**
 * Every pair of raters, in their order, over the units that both rated: how many, the share on which they agree, Cohen's kappa.
 * Source: Light 1971 for reading agreement of many raters pair by pair.
 * Edge cases: no pairs with fewer than two raters; a pair without a shared unit is listed with n 0 and `no-shared-unit`. Numbers
 * agree when they are equal; on an interval scale alpha says more.
 * Example: raters [ann, bob] with [['a', 'a'], ['a', 'b'], ['b', null]] have n 2, share 0.5 and kappa 0.
 */
export function pairwiseAgreement(ratings: Ratings, classes?: readonly Rating[]): PairAgreement[] {
  const coded = codeRatings(ratings, classes);
  const k = coded.classes.length;
  // Only how often each gave a class: a table of both would be as wide as there are different numbers, squared.
  const [rows, columns] = [new Float64Array(k), new Float64Array(k)];
  return ratings.raters.flatMap((first, i) =>
    ratings.raters.slice(i + 1).map((second, after): PairAgreement => {
      const j = i + 1 + after;
      rows.fill(0);
      columns.fill(0);
      let [n, agreeing] = [0, 0];
      for (const unit of coded.codes) {
        const [down, across] = [unit[i] ?? -1, unit[j] ?? -1];
        if (down < 0 || across < 0) continue;
        rows[down] = (rows[down] ?? 0) + 1;
        columns[across] = (columns[across] ?? 0) + 1;
        n += 1;
        agreeing += Number(down === across);
      }
      return {
        first,
        second,
        n,
        agreeing,
        share: n === 0 ? haveNoValue('no-shared-unit') : haveValue(agreeing / n),
        kappa: kappaOf(
          n,
          agreeing,
          rows.reduce((sum, count, at) => sum + count * (columns[at] ?? 0), 0),
        ),
      };
    }),
  );
}
