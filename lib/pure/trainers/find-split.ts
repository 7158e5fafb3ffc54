import { type NodeSums, placeOfBin, type Totals, totalsOfBin } from './sum-gradients';

/** The rows of some bins of a column go left. */
export interface Split {
  readonly column: number;
  /** For each bin, 1 where its rows go left. */
  readonly left: Uint8Array;
  readonly gain: number;
}

export interface SplitLimits {
  /** Rows that each side must have. */
  readonly minRowsInLeaf: number;
  /** Added to the sum of second derivatives: draws leaves towards 0. */
  readonly l2: number;
}

const LEAST_HESSIAN = 1e-3;
/** A category of less stays with the right side, and is drawn to 0 by as much where categories are put in order. */
const CATEGORY_SUPPORT = 10;

/**
 * The split of a node that lessens the loss most, or null where none does. Gain is G²/(H + l2) of both sides less that of the
 * node, G and H being sums of first and second derivatives. Numbers are cut between two bins, missing values being tried
 * on both sides; categories are put in the order of G/(H + 10) and cut there (Fisher 1958: the best of all divisions in two is
 * among these). The rules are those of scikit-learn's HistGradientBoosting.
 */
export function findSplit(
  node: NodeSums,
  columns: readonly { readonly kind: 'number' | 'category'; readonly bins: number }[],
  total: Totals,
  limits: SplitLimits,
): Split | null {
  let best: Split | null = null;
  columns.forEach(({ kind, bins }, column) => {
    const search = kind === 'number' ? cutNumber : cutCategories;
    best = search({ node, column, bins, total, limits }, best);
  });
  return best;
}

interface Search {
  readonly node: NodeSums;
  readonly column: number;
  readonly bins: number;
  readonly total: Totals;
  readonly limits: SplitLimits;
}

function cutNumber(search: Search, before: Split | null): Split | null {
  const { node, column, bins } = search;
  const missing = totalsOfBin(node, column, 0);
  let gain = before?.gain ?? 0;
  let [cut, cutMissingLeft] = [0, false];
  const tryCuts = (missingLeft: boolean) => {
    let { gradient, hessian, rows } = missingLeft ? missing : NOTHING;
    const last = missing.rows > 0 && !missingLeft ? bins - 1 : bins - 2;
    for (let bin = 1; bin <= last; bin += 1) {
      const at = placeOfBin(node, column, bin);
      gradient += node.sums[at] as number;
      hessian += node.sums[at + 1] as number;
      rows += node.sums[at + 2] as number;
      const here = gainOf(gradient, hessian, rows, search);
      if (here > gain) {
        gain = here;
        cut = bin;
        cutMissingLeft = missingLeft;
      }
    }
  };
  tryCuts(false);
  if (missing.rows > 0) tryCuts(true);
  if (cut === 0) return before;
  const left = Uint8Array.from({ length: bins }, (_, bin) => Number(bin === 0 ? cutMissingLeft : bin <= cut));
  const best = { column, gain, left };
  return missing.rows > 0 ? best : sendMissing(best, search);
}

/** Values that were missing in no row go where most rows went. */
function sendMissing(split: Split, { node, column, bins, total }: Search): Split {
  let leftRows = 0;
  for (let bin = 1; bin < bins; bin += 1) if (split.left[bin]) leftRows += totalsOfBin(node, column, bin).rows;
  const left = split.left.slice();
  left[0] = leftRows > total.rows - leftRows ? 1 : 0;
  return { ...split, left };
}

function cutCategories(search: Search, before: Split | null): Split | null {
  const { node, column, bins, total } = search;
  const support = total.rows / total.hessian;
  const ordered = Array.from({ length: bins }, (_, bin) => ({ bin, sums: totalsOfBin(node, column, bin) }))
    .filter(({ sums }) => sums.rows > 0 && sums.hessian * support >= CATEGORY_SUPPORT)
    .map(({ bin, sums }) => ({ bin, sums, order: sums.gradient / (sums.hessian + CATEGORY_SUPPORT) }))
    .sort((a, b) => a.order - b.order);
  let best = before;
  const half = Math.ceil(ordered.length / 2);
  const fromBothEnds = [ordered.slice(0, half), ordered.toReversed().slice(0, half - 1)];
  for (const sorted of ordered.length > 1 ? fromBothEnds : []) {
    let { gradient, hessian, rows } = NOTHING;
    const sides = new Uint8Array(bins);
    for (const { bin, sums } of sorted) {
      gradient += sums.gradient;
      hessian += sums.hessian;
      rows += sums.rows;
      sides[bin] = 1;
      const gain = gainOf(gradient, hessian, rows, search);
      if (gain > (best?.gain ?? 0)) best = { column, gain, left: sides.slice() };
    }
  }
  const noneMissing = totalsOfBin(node, column, 0).rows === 0;
  return best !== before && best && noneMissing ? sendMissing(best, search) : best;
}

const NOTHING: Totals = { gradient: 0, hessian: 0, rows: 0 };

const scoreOf = (gradient: number, hessian: number): number => (gradient * gradient) / hessian;

/** The gain of a split by what goes left, or 0 where a side is too small. */
function gainOf(gradient: number, hessian: number, rows: number, { total, limits }: Search): number {
  const { minRowsInLeaf, l2 } = limits;
  const rest = total.hessian - hessian;
  if (rows < minRowsInLeaf || total.rows - rows < minRowsInLeaf) return 0;
  if (hessian < LEAST_HESSIAN || rest < LEAST_HESSIAN) return 0;
  return (
    scoreOf(gradient, hessian + l2) +
    scoreOf(total.gradient - gradient, rest + l2) -
    scoreOf(total.gradient, total.hessian + l2)
  );
}
