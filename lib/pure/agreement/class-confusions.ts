import { codeRatings } from './code-ratings';
import type { Rating, Ratings } from './ratings';

export interface ClassConfusion {
  readonly one: Rating;
  readonly other: Rating;
  /** Pairs of ratings of a unit of which one is `one` and the other is `other`. */
  readonly pairs: number;
  /** Units with such a pair. */
  readonly units: number;
  /** Share of all pairs that disagree. */
  readonly share: number;
}

export interface ClassConfusions {
  readonly classes: readonly Rating[];
  /** counts[i][j]: pairs of ratings of a unit that are i and j; symmetric, with each pair once and agreeing pairs on the diagonal. */
  readonly counts: readonly (readonly number[])[];
  /** Pairs in all, and those that disagree. */
  readonly pairs: number;
  readonly disagreeing: number;
  /** Classes that are mistaken for each other, the most frequent first. */
  readonly confusions: readonly ClassConfusion[];
}

/**
 * Which classes raters mistake for which, whoever they are: all pairs of ratings of a unit are counted by their two classes.
 * A unit with m ratings has m (m - 1) / 2 pairs, so that units with many raters weigh more; of two raters each unit is one pair.
 * Edge cases: nothing is counted of units with fewer than two ratings; equal numbers of pairs stay in the order of the classes.
 * Example: [['a', 'b', 'b'], ['a', 'a', null]] have counts [[1, 2], [2, 1]]: a and b are mistaken for each other in 2 pairs of 1 unit.
 */
export function classConfusions(ratings: Ratings, given?: readonly Rating[]): ClassConfusions {
  const { classes, codes } = codeRatings(ratings, given);
  const k = classes.length;
  const met = new Float64Array(k);
  const pairCounts = new Float64Array(k * k);
  const unitCounts = new Float64Array(k * k);
  for (const unit of codes) {
    met.fill(0);
    for (const code of unit) if (code >= 0) met[code] = (met[code] ?? 0) + 1;
    for (let i = 0; i < k; i += 1)
      for (let j = i; met[i] && j < k; j += 1) {
        const [a, b] = [met[i] ?? 0, met[j] ?? 0];
        const pairs = i === j ? (a * (a - 1)) / 2 : a * b;
        pairCounts[i * k + j] = (pairCounts[i * k + j] ?? 0) + pairs;
        unitCounts[i * k + j] = (unitCounts[i * k + j] ?? 0) + Number(pairs > 0);
      }
  }
  const pairsOf = (i: number, j: number) => pairCounts[Math.min(i, j) * k + Math.max(i, j)] ?? 0;
  const pairs = pairCounts.reduce((sum, count) => sum + count, 0);
  const disagreeing = pairs - classes.reduce<number>((sum, _, i) => sum + pairsOf(i, i), 0);
  const confusions = classes.flatMap((one, i) =>
    classes.slice(i + 1).flatMap((other, after): ClassConfusion[] => {
      const j = i + 1 + after;
      const count = pairsOf(i, j);
      return count === 0
        ? []
        : [{ one, other, pairs: count, units: unitCounts[i * k + j] ?? 0, share: count / disagreeing }];
    }),
  );
  return {
    classes,
    counts: classes.map((_, i) => classes.map((__, j) => pairsOf(i, j))),
    pairs,
    disagreeing,
    confusions: confusions.sort((a, b) => b.pairs - a.pairs),
  };
}
