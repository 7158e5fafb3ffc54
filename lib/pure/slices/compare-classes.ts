import { drawWays } from '../stats/draw-ways';
import type { Way } from '../stats/widest-interval';
import { addUp, type Estimate } from './compare-slices';

/** Rows by label, rows by answer, and right ones, of one class in one slice of one block; weighted. */
export interface ClassSum {
  labelled: number;
  answered: number;
  right: number;
}

export interface ClassComparison {
  recall: Estimate;
  f1: Estimate;
}

/** Blocks times numbers that are drawn a thousand times: about half a second. Beyond it there are no intervals. */
const MOST_DRAWN = 200_000;

/**
 * Recall and F1 of every class in every slice, with 95 % percentile intervals from drawing whole blocks again, as for `compareSlices`.
 * `ways`: for each block the sums of a slice and a class. The result is by slice, then by class.
 * Edge cases: NaN for a recall without rows of the class and an F1 without rows or answers of it; no interval where those rows are of
 * fewer than `least` blocks.
 * Example: one day with 2 of 4 rows found and 3 answers gives the recall 0.5 and the F1 4 / 7.
 */
export function compareClasses<Block>(
  ways: readonly Way<Block>[],
  of: { slices: readonly string[]; classes: readonly string[]; least: number },
  sumAt: (block: Block, slice: string, label: string) => ClassSum | undefined,
): ClassComparison[][] {
  const { slices, classes, least } = of;
  const pairs = slices.flatMap((slice) => classes.map((label) => ({ slice, label })));
  const width = 3 * pairs.length;
  const sums = ways.map(({ by, blocks }) => ({
    by,
    blocks: blocks.map((block) => {
      const list = new Float64Array(width);
      for (const [k, { slice, label }] of pairs.entries()) {
        const found = sumAt(block, slice, label);
        if (found) list.set([found.labelled, found.answered, found.right], 3 * k);
      }
      return list;
    }),
  }));
  const total = addUp(sums[0]?.blocks ?? [], width);
  const plain = sharesOf(total);
  const isCheap = sums.every(({ blocks }) => blocks.length * width <= MOST_DRAWN);
  const intervalOf = drawWays(isCheap ? sums : [], sharesOf);
  const estimate = (at: number, filled: number[]): Estimate => ({
    value: plain[at] ?? Number.NaN,
    ...intervalOf(at, (way) => (filled[way] ?? 0) >= least),
  });
  return slices.map((_, s) =>
    classes.map((__, c) => {
      const k = s * classes.length + c;
      const filled = (from: number, to: number) =>
        sums.map(
          ({ blocks }) => blocks.filter((sum) => sum.subarray(3 * k + from, 3 * k + to).some((v) => v > 0)).length,
        );
      return { recall: estimate(2 * k, filled(0, 1)), f1: estimate(2 * k + 1, filled(0, 2)) };
    }),
  );
}

/** Recall and F1 of each pair. */
function sharesOf(total: Float64Array): number[] {
  const shares: number[] = [];
  for (let at = 0; at < total.length; at += 3) {
    const [labelled = 0, answered = 0, right = 0] = total.subarray(at, at + 3);
    shares.push(
      labelled > 0 ? right / labelled : Number.NaN,
      labelled + answered > 0 ? (2 * right) / (labelled + answered) : Number.NaN,
    );
  }
  return shares;
}
