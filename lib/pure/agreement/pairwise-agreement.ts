import { isRated, type Ratings } from './ratings';

export interface PairAgreement {
  readonly first: string;
  readonly second: string;
  /** Units that both rated. */
  readonly n: number;
  /** Units on which they agree. */
  readonly agreeing: number;
}

/**
 * Every pair of raters, in their order, over the units that both rated: how many, and on how many they agree.
 * Source: Light 1971 for reading agreement of many raters pair by pair.
 * Edge cases: no pairs with fewer than two raters; a pair without a shared unit is listed with n 0. Numbers agree when they are equal; on
 * an interval scale alpha says more.
 * Example: raters [ann, bob] with [['a', 'a'], ['a', 'b'], ['b', null]] have n 2 and agree on 1.
 */
export function pairwiseAgreement({ raters, values }: Ratings): PairAgreement[] {
  return raters.flatMap((first, i) =>
    raters.slice(i + 1).map((second, after): PairAgreement => {
      const j = i + 1 + after;
      let [n, agreeing] = [0, 0];
      for (const row of values) {
        if (!isRated(row[i]) || !isRated(row[j])) continue;
        n += 1;
        agreeing += Number(row[i] === row[j]);
      }
      return { first, second, n, agreeing };
    }),
  );
}
