import { drawWays } from '../stats/draw-ways';
import { sumOf } from '../stats/sum-of';
import type { DrawnInterval, Way } from '../stats/widest-interval';

/** Sums of one slice in one block: rows, what they stand for, and the weighted sum of what is averaged (right answers, distances). */
export interface SliceSum {
  n: number;
  weight: number;
  sum: number;
}

/** NaN where it cannot be said. */
export interface Estimate extends DrawnInterval {
  value: number;
}

export interface SliceComparison {
  n: number;
  /** Blocks of each way that have rows of the slice. */
  blocks: number[];
  mean: Estimate;
  /** Mean of the slice minus the mean of all other slices of the column. */
  difference: Estimate;
}

type Block = ReadonlyMap<string, SliceSum>;

/**
 * The mean of each slice of a column and its difference to the rest, with 95 % percentile intervals from drawing whole blocks again;
 * slice and rest are drawn together, so that a bad day for both does not make them differ.
 * Source: Efron and Tibshirani 1993, ch. 13; Field and Welsh 2007. `ways`: the sums by slice of each block, for each kind of block over
 * the same rows; of several kinds the widest interval is taken.
 * Edge cases: no interval (NaN) for a slice, or against a rest, of fewer than `least` blocks; NaN for means without rows.
 * Example: one day {a: 2 of 4 right, b: 3 of 3} gives a the mean 0.5 and the difference -0.5.
 */
export function compareSlices(
  ways: readonly Way<Block>[],
  slices: readonly string[],
  least: number,
): SliceComparison[] {
  const sums = ways.map(({ by, blocks }) => ({
    by,
    blocks: blocks.map((block) =>
      Float64Array.from(
        slices.flatMap((slice) => {
          const found = block.get(slice);
          return [found?.weight ?? 0, found?.sum ?? 0];
        }),
      ),
    ),
  }));
  const intervalOf = drawWays(sums, meansOf);
  const plain = meansOf(addUp(sums[0]?.blocks ?? [], 2 * slices.length));
  const [first] = ways;
  return slices.map((slice, k) => {
    const own = ways.map(({ blocks }) => blocks.filter((block) => (block.get(slice)?.n ?? 0) > 0).length);
    const rest = ways.map(({ blocks }) => blocks.filter((block) => hasOthers(block, slice)).length);
    const isOwnEnough = (way: number) => (own[way] ?? 0) >= least;
    const estimate = (at: number, isEnough: (way: number) => boolean): Estimate => ({
      value: plain[at] ?? Number.NaN,
      ...intervalOf(at, isEnough),
    });
    return {
      n: sumOf((first?.blocks ?? []).map((block) => block.get(slice)?.n ?? 0)),
      blocks: own,
      mean: estimate(2 * k, isOwnEnough),
      difference: estimate(2 * k + 1, (way) => isOwnEnough(way) && (rest[way] ?? 0) >= least),
    };
  });
}

const hasOthers = (block: Block, slice: string): boolean => [...block].some(([key, { n }]) => key !== slice && n > 0);

export function addUp(sums: readonly Float64Array[], length: number): Float64Array {
  const total = new Float64Array(length);
  for (const sum of sums) for (const [at, value] of sum.entries()) total[at] = (total[at] ?? 0) + value;
  return total;
}

/** Mean and difference to the rest of each slice, from weight and sum of each. */
function meansOf(total: Float64Array): number[] {
  let [weight, sum] = [0, 0];
  for (let at = 0; at < total.length; at += 2) {
    weight += total[at] ?? 0;
    sum += total[at + 1] ?? 0;
  }
  const means: number[] = [];
  for (let at = 0; at < total.length; at += 2) {
    const [own = 0, ownSum = 0] = [total[at], total[at + 1]];
    const mean = own > 0 ? ownSum / own : Number.NaN;
    const rest = weight - own;
    means.push(mean, rest > 1e-9 * weight ? mean - (sum - ownSum) / rest : Number.NaN);
  }
  return means;
}
