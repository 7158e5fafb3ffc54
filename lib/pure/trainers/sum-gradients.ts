/** Per bin of a column: the sum of the first derivatives of the loss, of the second, and the number of rows. */
const SUMS = 3;

/** What the rows of a node add up to, column after column and bin after bin. */
export interface NodeSums {
  readonly sums: Float64Array;
  /** Where a column's bins begin in `sums`. */
  readonly starts: readonly number[];
}

/** Where each column's bins begin, and how long the sums are. */
export function layOut(binCounts: readonly number[]): { readonly starts: readonly number[]; readonly length: number } {
  const starts: number[] = [];
  let length = 0;
  for (const count of binCounts) {
    starts.push(length);
    length += count * SUMS;
  }
  return { starts, length };
}

/** Adds up the derivatives of some rows by the bins of each column. */
export function sumGradients(
  columns: readonly Uint8Array[],
  rows: Uint32Array,
  { gradients, hessians }: { readonly gradients: Float64Array; readonly hessians: Float64Array },
  layout: ReturnType<typeof layOut>,
): NodeSums {
  const sums = new Float64Array(layout.length);
  const first = Float64Array.from(rows, (row) => gradients[row] as number);
  const second = Float64Array.from(rows, (row) => hessians[row] as number);
  for (let column = 0; column < columns.length; column += 1)
    sumColumn(columns[column] as Uint8Array, rows, first, second, sums.subarray(layout.starts[column] ?? 0));
  return { sums, starts: layout.starts };
}

function sumColumn(
  bins: Uint8Array,
  rows: Uint32Array,
  gradients: Float64Array,
  hessians: Float64Array,
  sums: Float64Array,
) {
  for (let index = 0; index < rows.length; index += 1) {
    const at = (bins[rows[index] as number] as number) * SUMS;
    sums[at] = (sums[at] as number) + (gradients[index] as number);
    sums[at + 1] = (sums[at + 1] as number) + (hessians[index] as number);
    sums[at + 2] = (sums[at + 2] as number) + 1;
  }
}

/** The sums of a node's second child, from its own and its first child's. */
export function subtractSums(whole: NodeSums, part: NodeSums): NodeSums {
  const sums = whole.sums.slice();
  for (let index = 0; index < sums.length; index += 1)
    sums[index] = (sums[index] as number) - (part.sums[index] as number);
  return { sums, starts: whole.starts };
}

export interface Totals {
  readonly gradient: number;
  readonly hessian: number;
  readonly rows: number;
}

/** Where in the sums a bin's three are. */
export const placeOfBin = ({ starts }: NodeSums, column: number, bin: number) =>
  (starts[column] as number) + bin * SUMS;

/** What the rows of one bin add up to. */
export function totalsOfBin(node: NodeSums, column: number, bin: number): Totals {
  const at = placeOfBin(node, column, bin);
  return { gradient: node.sums[at] ?? 0, hessian: node.sums[at + 1] ?? 0, rows: node.sums[at + 2] ?? 0 };
}
