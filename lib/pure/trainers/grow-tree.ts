import { type ColumnShape, findSplit, newtonStep, type Split, type SplitLimits } from './find-split';
import { type Derivatives, type Layout, layOut, sumGradients, type Totals, takeSums } from './sum-gradients';

/** A node that asks, or a leaf that answers. */
export type TreeNode =
  | {
      readonly column: number;
      /** For each bin of the column, 1 where its rows go left. */
      readonly left: Uint8Array;
      readonly gain: number;
      /** Places in the tree's list. */
      readonly yes: number;
      readonly no: number;
    }
  | { readonly value: number };

export interface GrowSettings extends SplitLimits {
  readonly leaves: number;
  readonly learningRate: number;
}

export interface BinnedColumn extends ColumnShape {
  readonly values: Uint8Array;
}

/** A leaf so far: its rows lie from `from` to `to` in the grower's list. */
interface Growing {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly total: Totals;
  readonly sums: Float64Array | null;
  readonly split: Split | null;
}

/** Grows trees over the same binned columns; memory is taken once and used again for every tree. */
export class TreeGrower {
  readonly #values: readonly Uint8Array[];
  readonly #layout: Layout;
  readonly #rows: Uint32Array;
  readonly #spare: Uint32Array;
  readonly #space: { readonly first: Float32Array; readonly second: Float32Array };
  readonly #free: Float64Array[] = [];

  constructor(
    readonly columns: readonly BinnedColumn[],
    readonly rows: number,
    readonly settings: GrowSettings,
  ) {
    this.#values = columns.map(({ values }) => values);
    this.#layout = layOut(columns.map(({ bins }) => bins));
    this.#rows = new Uint32Array(rows);
    this.#spare = new Uint32Array(rows);
    this.#space = { first: new Float32Array(rows), second: new Float32Array(rows) };
  }

  /**
   * One regression tree, grown where the loss falls most until it has so many leaves (best first). A leaf answers with the Newton step
   * −G/(H + l2), times the learning rate, which is added to the scores of its rows. The first node is the root.
   */
  grow(derivatives: Derivatives, scores: Float64Array): TreeNode[] {
    const { leaves } = this.settings;
    for (let row = 0; row < this.rows; row += 1) this.#rows[row] = row;
    const nodes: TreeNode[] = [];
    const total = totalOf(derivatives, this.rows);
    const sums = leaves > 1 && this.#canSplit(this.rows) ? this.#sum(0, this.rows, derivatives) : null;
    const open: Growing[] = [this.#open(nodes, 0, this.rows, total, sums)];
    while (open.length < leaves) {
      const next = takeBest(open);
      if (!next?.split || !next.sums) break;
      this.#divide(next, next.split, next.sums, { nodes, open, derivatives });
    }
    // As in scikit-learn, a tree that asks nothing changes nothing.
    if (nodes.length === 1) nodes[0] = { value: 0 };
    for (const leaf of open) {
      if (leaf.sums) this.#free.push(leaf.sums);
      const { value } = nodes[leaf.at] as { value: number };
      for (let index = leaf.from; index < leaf.to; index += 1) {
        const row = this.#rows[index] as number;
        scores[row] = (scores[row] as number) + value;
      }
    }
    return nodes;
  }

  #divide(
    node: Growing,
    split: Split,
    sums: Float64Array,
    { nodes, open, derivatives }: { nodes: TreeNode[]; open: Growing[]; derivatives: Derivatives },
  ): void {
    const { column, left, gain, leftTotal } = split;
    const middle = this.#partition(node, this.#values[column] as Uint8Array, left);
    const { from, to, total } = node;
    const rightTotal = {
      gradient: total.gradient - leftTotal.gradient,
      hessian: total.hessian - leftTotal.hessian,
      rows: total.rows - leftTotal.rows,
    };
    const isLeftSmaller = middle - from <= to - middle;
    // The last two leaves, and leaves too small to be divided, need no sums.
    const isLast = open.length + 2 >= this.settings.leaves;
    const isNeeded = !isLast && this.#canSplit(isLeftSmaller ? to - middle : middle - from);
    const less = isNeeded ? this.#sum(isLeftSmaller ? from : middle, isLeftSmaller ? middle : to, derivatives) : null;
    if (less) takeSums(sums, less);
    else this.#free.push(sums);
    const more = less ? sums : null;
    const yes = this.#open(nodes, from, middle, leftTotal, isLeftSmaller ? less : more);
    const no = this.#open(nodes, middle, to, rightTotal, isLeftSmaller ? more : less);
    nodes[node.at] = { column, left, gain, yes: yes.at, no: no.at };
    open.push(yes, no);
  }

  #open(nodes: TreeNode[], from: number, to: number, total: Totals, sums: Float64Array | null): Growing {
    const { learningRate, l2 } = this.settings;
    nodes.push({ value: learningRate * newtonStep(total.gradient, total.hessian, l2) });
    const split =
      sums && this.#canSplit(to - from) ? findSplit(sums, this.#layout, this.columns, total, this.settings) : null;
    if (sums && !split) this.#free.push(sums);
    return { at: nodes.length - 1, from, to, total, sums: split ? sums : null, split };
  }

  #canSplit(rows: number): boolean {
    return rows >= 2 * this.settings.minRowsInLeaf;
  }

  #sum(from: number, to: number, derivatives: Derivatives): Float64Array {
    const sums = this.#free.pop() ?? new Float64Array(this.#layout.length);
    sumGradients(this.#values, this.#rows.subarray(from, to), derivatives, this.#layout, sums, this.#space);
    return sums;
  }

  /** Puts the rows that go left before the others, both in their order; returns where the others begin. */
  #partition({ from, to }: Growing, values: Uint8Array, left: Uint8Array): number {
    const [rows, spare] = [this.#rows, this.#spare];
    let [middle, others] = [from, 0];
    for (let index = from; index < to; index += 1) {
      const row = rows[index] as number;
      if (left[values[row] as number] === 1) {
        rows[middle] = row;
        middle += 1;
      } else {
        spare[others] = row;
        others += 1;
      }
    }
    rows.set(spare.subarray(0, others), middle);
    return middle;
  }
}

/** Takes the leaf whose division gains most out of the list; null where none gains. */
function takeBest(open: Growing[]): Growing | null {
  let best = -1;
  for (const [at, { split }] of open.entries()) if (split && split.gain > (open[best]?.split?.gain ?? 0)) best = at;
  return best < 0 ? null : (open.splice(best, 1)[0] ?? null);
}

function totalOf({ gradients, hessians }: Derivatives, rows: number): Totals {
  let [gradient, hessian] = [0, hessians ? 0 : rows];
  for (let row = 0; row < rows; row += 1) gradient += gradients[row] as number;
  if (hessians) for (let row = 0; row < rows; row += 1) hessian += hessians[row] as number;
  return { gradient, hessian, rows };
}
