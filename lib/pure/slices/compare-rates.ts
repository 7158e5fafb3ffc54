import { drawWays } from '../stats/draw-ways';
import type { Way } from '../stats/widest-interval';
import { addUp, type Estimate } from './compare-slices';

/** Numerator and denominator of a rate in one block. */
export type RateSum = readonly [numerator: number, denominator: number];

export interface RateComparison {
  /** By group in their order, with the blocks of each way in which the rate is of something. */
  groups: (Estimate & { blocks: number[] })[];
  /** The groups with the highest and the lowest rate among those with enough rows and blocks; null where fewer than two have. */
  extremes: { highest: number; lowest: number; gap: Estimate; ratio: Estimate } | null;
}

/**
 * One rate (a share, a mean) side by side over groups, and the largest gap between two of them: highest minus lowest, and lowest over
 * highest, with 95 % percentile intervals from drawing whole blocks again. The pair is the one that the rows show, so its gap is
 * rather too wide than too narrow.
 * Source: Hardt, Price and Srebro 2016 (true and false positive rates by group); Feldman et al. 2015 (the ratio of rates).
 * `ways`: for each block the sums by group, for each kind of block over the same rows (the widest interval is taken). `isCompared`: whether a group has rows enough to be an extreme.
 * Edge cases: NaN where a denominator is 0; no interval with fewer than `least` blocks; the ratio is NaN unless both rates are 0 or more.
 * Example: one day with 1 of 4 and 2 of 4 gives 0.25 and 0.5; with `least` 1 the gap is 0.25 and the ratio 0.5.
 */
export function compareRates(
  ways: readonly Way<readonly RateSum[]>[],
  isCompared: readonly boolean[],
  least: number,
): RateComparison {
  const size = isCompared.length;
  const sums = ways.map(({ by, blocks }) => ({
    by,
    blocks: blocks.map((block) => Float64Array.from(Array.from({ length: size }, (_, k) => block[k] ?? [0, 0]).flat())),
  }));
  const total = addUp(sums[0]?.blocks ?? [], 2 * size);
  const rateOf = (sum: Float64Array, k: number) => {
    const denominator = sum[2 * k + 1] ?? 0;
    return denominator > 0 ? (sum[2 * k] ?? 0) / denominator : Number.NaN;
  };
  const rates = isCompared.map((_, k) => rateOf(total, k));
  const blocksOf = isCompared.map((_, k) =>
    ways.map(({ blocks }) => blocks.filter((block) => (block[k]?.[1] ?? 0) > 0).length),
  );
  const isEnough = (k: number, way: number) => (blocksOf[k]?.[way] ?? 0) >= least;
  const met = rates
    .map((rate, k) => ({ rate, k }))
    .filter(({ rate, k }) => isCompared[k] && !Number.isNaN(rate) && isEnough(k, 0))
    .sort((a, b) => b.rate - a.rate);
  const [first, last] = [met[0], met.at(-1)];
  const pair = first && last && first !== last ? ([first.k, last.k] as const) : null;
  const statistics = (sum: Float64Array) => {
    const each = isCompared.map((_, k) => rateOf(sum, k));
    if (!pair) return each;
    const [high = Number.NaN, low = Number.NaN] = [each[pair[0]], each[pair[1]]];
    return [...each, high - low, high > 0 && low >= 0 ? low / high : Number.NaN];
  };
  const plain = statistics(total);
  const intervalOf = drawWays(sums, statistics);
  const estimate = (at: number, some: readonly number[]): Estimate => ({
    value: plain[at] ?? Number.NaN,
    ...intervalOf(at, (way) => some.every((k) => isEnough(k, way))),
  });
  return {
    groups: blocksOf.map((blocks, k) => ({ ...estimate(k, [k]), blocks })),
    extremes: pair
      ? { highest: pair[0], lowest: pair[1], gap: estimate(size, pair), ratio: estimate(size + 1, pair) }
      : null,
  };
}
