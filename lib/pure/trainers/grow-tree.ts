import { findSplit, type Split, type SplitLimits } from './find-split';
import { layOut, type NodeSums, subtractSums, sumGradients, type Totals } from './sum-gradients';

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

export interface BinnedColumn {
  readonly kind: 'number' | 'category';
  readonly bins: number;
  readonly values: Uint8Array;
}

export interface Derivatives {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

interface Growing {
  readonly at: number;
  readonly rows: Uint32Array;
  readonly sums: NodeSums;
  readonly total: Totals;
  readonly split: Split | null;
}

/**
 * One regression tree over binned columns, grown where the loss falls most until it has so many leaves (best first). A leaf answers
 * with the Newton step −G/(H + l2), times the learning rate. The first node is the root.
 */
export function growTree(
  columns: readonly BinnedColumn[],
  derivatives: Derivatives,
  settings: GrowSettings,
): TreeNode[] {
  const layout = layOut(columns.map(({ bins }) => bins));
  const values = columns.map((column) => column.values);
  const sumOf = (rows: Uint32Array) => sumGradients(values, rows, derivatives, layout);
  const nodes: TreeNode[] = [];
  const open: Growing[] = [];
  const put = (rows: Uint32Array, sums: NodeSums) => {
    const total = totalOf(rows, derivatives);
    nodes.push({ value: (-settings.learningRate * total.gradient) / (total.hessian + settings.l2 + Number.EPSILON) });
    const split = rows.length < 2 * settings.minRowsInLeaf ? null : findSplit(sums, columns, total, settings);
    open.push({ at: nodes.length - 1, rows, sums, total, split });
    return nodes.length - 1;
  };
  const all = Uint32Array.from(derivatives.gradients, (_, row) => row);
  put(all, sumOf(all));
  for (let leaves = 1; leaves < settings.leaves; leaves += 1) {
    const next = bestOf(open);
    if (!next?.split) break;
    open.splice(open.indexOf(next), 1);
    const { column, left, gain } = next.split;
    const [yes, no] = partition(next.rows, values[column] as Uint8Array, left);
    const less = sumOf(yes.length <= no.length ? yes : no);
    const more = subtractSums(next.sums, less);
    const [yesSums, noSums] = yes.length <= no.length ? [less, more] : [more, less];
    nodes[next.at] = { column, left, gain, yes: put(yes, yesSums), no: put(no, noSums) };
  }
  return nodes;
}

function bestOf(open: readonly Growing[]): Growing | null {
  let best: Growing | null = null;
  for (const node of open) if (node.split && node.split.gain > (best?.split?.gain ?? 0)) best = node;
  return best;
}

function partition(rows: Uint32Array, values: Uint8Array, left: Uint8Array): [Uint32Array, Uint32Array] {
  const goesLeft = (row: number) => left[values[row] as number] === 1;
  return [rows.filter(goesLeft), rows.filter((row) => !goesLeft(row))];
}

function totalOf(rows: Uint32Array, { gradients, hessians }: Derivatives): Totals {
  let [gradient, hessian] = [0, 0];
  for (const row of rows) {
    gradient += gradients[row] as number;
    hessian += hessians[row] as number;
  }
  return { gradient, hessian, rows: rows.length };
}
