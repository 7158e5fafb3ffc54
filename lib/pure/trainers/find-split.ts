import { type Layout, SUMS, type Totals } from './sum-gradients';

/** The rows of some bins of a column go left. */
export interface Split {
  readonly column: number;
  /** For each bin, 1 where its rows go left. */
  readonly left: Uint8Array;
  readonly gain: number;
  /** What the rows that go left add up to. */
  readonly leftTotal: Totals;
}

export interface SplitLimits {
  /** Rows that each side must have. */
  readonly minRowsInLeaf: number;
  /** Added to the sum of second derivatives: draws leaves towards 0. */
  readonly l2: number;
}

export interface ColumnShape {
  readonly kind: 'number' | 'category';
  /** With the one of missing values, which is the first. */
  readonly bins: number;
}

const LEAST_HESSIAN = 1e-3;
/** Keeps the step of a node without second derivatives finite; scikit-learn's. */
const TINY = 1e-15;
/** A category of less stays with the right side, and is drawn to 0 by as much where categories are put in order. */
const CATEGORY_SUPPORT = 10;
const MOST_BINS = 256;

/** The step that lessens the loss of a node's rows most: −G/(H + l2). */
export const newtonStep = (gradient: number, hessian: number, l2: number): number => -gradient / (hessian + l2 + TINY);

/** By what, twice, that step changes the loss; operations in scikit-learn's order, so that ties fall as they do there. */
const lessen = (gradient: number, hessian: number, l2: number): number => newtonStep(gradient, hessian, l2) * gradient;

interface Node {
  readonly sums: Float64Array;
  readonly total: Totals;
  readonly limits: SplitLimits;
  /** What the loss falls by with one answer for the whole node. */
  readonly score: number;
}

/** The best split so far. Written over while columns are searched, so that a search makes no objects. */
interface Best {
  column: number;
  gain: number;
  gradient: number;
  hessian: number;
  rows: number;
  /** Of numbers: bins up to this one go left. Of categories: how many bins of the order do. */
  cut: number;
  missingLeft: boolean;
  order: Uint8Array | null;
}

/**
 * The split of a node that lessens the loss most, or null where none does. Gain is G²/(H + l2) of both sides less that of the
 * node, G and H being sums of first and second derivatives. Numbers are cut between two bins, missing values being tried
 * on both sides; categories are put in the order of G/(H + 10) and cut there (Fisher 1958: the best of all divisions in two is
 * among these). The rules are those of scikit-learn's HistGradientBoosting.
 */
export function findSplit(
  sums: Float64Array,
  { starts }: Layout,
  columns: readonly ColumnShape[],
  total: Totals,
  limits: SplitLimits,
): Split | null {
  const node: Node = { sums, total, limits, score: lessen(total.gradient, total.hessian, limits.l2) };
  const best: Best = {
    column: -1,
    gain: 0,
    gradient: 0,
    hessian: 0,
    rows: 0,
    cut: 0,
    missingLeft: false,
    order: null,
  };
  for (let column = 0; column < columns.length; column += 1) {
    const { kind, bins } = columns[column] as ColumnShape;
    const start = starts[column] as number;
    if (kind === 'category') cutCategories(node, column, start, bins, best);
    else {
      const isMissing = (sums[start + 2] as number) > 0;
      cutNumber(node, column, start, isMissing ? bins - 1 : bins - 2, false, best);
      if (isMissing) cutNumber(node, column, start, bins - 2, true, best);
    }
  }
  return best.column < 0
    ? null
    : splitOf(node, best, columns[best.column] as ColumnShape, starts[best.column] as number);
}

function cutNumber(node: Node, column: number, start: number, last: number, missingLeft: boolean, best: Best): void {
  const { sums, total, limits, score } = node;
  const { minRowsInLeaf, l2 } = limits;
  let gradient = missingLeft ? (sums[start] as number) : 0;
  let hessian = missingLeft ? (sums[start + 1] as number) : 0;
  let rows = missingLeft ? (sums[start + 2] as number) : 0;
  for (let bin = 1; bin <= last; bin += 1) {
    const at = start + bin * SUMS;
    gradient += sums[at] as number;
    hessian += sums[at + 1] as number;
    rows += sums[at + 2] as number;
    if (rows < minRowsInLeaf || hessian < LEAST_HESSIAN) continue;
    const rest = total.hessian - hessian;
    if (total.rows - rows < minRowsInLeaf || rest < LEAST_HESSIAN) break;
    const other = total.gradient - gradient;
    const gain = score - lessen(gradient, hessian, l2) - lessen(other, rest, l2);
    if (gain > best.gain) {
      best.column = column;
      best.gain = gain;
      best.gradient = gradient;
      best.hessian = hessian;
      best.rows = rows;
      best.cut = bin;
      best.missingLeft = missingLeft;
      best.order = null;
    }
  }
}

const order = new Float64Array(MOST_BINS);

function cutCategories(node: Node, column: number, start: number, bins: number, best: Best): void {
  const { sums, total } = node;
  const support = total.rows / total.hessian;
  const used: number[] = [];
  for (let bin = 0; bin < bins; bin += 1) {
    const at = start + bin * SUMS;
    const hessian = sums[at + 1] as number;
    if ((sums[at + 2] as number) === 0 || hessian * support < CATEGORY_SUPPORT) continue;
    order[bin] = (sums[at] as number) / (hessian + CATEGORY_SUPPORT);
    used.push(bin);
  }
  if (used.length < 2) return;
  used.sort((a, b) => (order[a] as number) - (order[b] as number));
  const half = Math.ceil(used.length / 2);
  cutOrder(node, column, start, used, half, best);
  cutOrder(node, column, start, used.reverse(), half - 1, best);
}

/** Tries to send the first bins of an order left, up to so many of them. */
function cutOrder(node: Node, column: number, start: number, bins: number[], most: number, best: Best): void {
  const { sums, total, limits, score } = node;
  const { minRowsInLeaf, l2 } = limits;
  let [gradient, hessian, rows, found] = [0, 0, 0, false];
  for (let place = 0; place < most; place += 1) {
    const at = start + (bins[place] as number) * SUMS;
    gradient += sums[at] as number;
    hessian += sums[at + 1] as number;
    rows += sums[at + 2] as number;
    if (rows < minRowsInLeaf || hessian < LEAST_HESSIAN) continue;
    const rest = total.hessian - hessian;
    if (total.rows - rows < minRowsInLeaf || rest < LEAST_HESSIAN) break;
    const other = total.gradient - gradient;
    const gain = score - lessen(gradient, hessian, l2) - lessen(other, rest, l2);
    if (gain > best.gain) {
      best.column = column;
      best.gain = gain;
      best.gradient = gradient;
      best.hessian = hessian;
      best.rows = rows;
      best.cut = place + 1;
      found = true;
    }
  }
  if (found) best.order = Uint8Array.from(bins);
}

function splitOf({ sums, total }: Node, best: Best, { bins }: ColumnShape, start: number): Split {
  const left = new Uint8Array(bins);
  if (best.order) for (let place = 0; place < best.cut; place += 1) left[best.order[place] as number] = 1;
  else {
    left.fill(1, 1, best.cut + 1);
    left[0] = best.missingLeft ? 1 : 0;
  }
  // Values that were missing in no row go where most rows went.
  if ((sums[start + 2] as number) === 0) left[0] = best.rows > total.rows - best.rows ? 1 : 0;
  const leftTotal = { gradient: best.gradient, hessian: best.hessian, rows: best.rows };
  return { column: best.column, left, gain: best.gain, leftTotal };
}
