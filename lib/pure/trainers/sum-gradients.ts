/** Per bin of a column: the sum of the first derivatives of the loss, of the second, and the number of rows. */
export const SUMS = 3;

/** Where each column's bins begin in the sums of a node, which lie column after column and bin after bin. */
export interface Layout {
  readonly starts: readonly number[];
  readonly length: number;
}

/** In 32 bits, as scikit-learn keeps them: which of two splits of the same rows wins is then decided as it decides. */
export interface Derivatives {
  readonly gradients: Float32Array;
  /** Null where every row has 1, as squared errors without weights have. */
  readonly hessians: Float32Array | null;
}

export interface Totals {
  readonly gradient: number;
  readonly hessian: number;
  readonly rows: number;
}

/** Where each column's bins begin, and how long the sums are. */
export function layOut(binCounts: readonly number[]): Layout {
  const starts: number[] = [];
  let length = 0;
  for (const count of binCounts) {
    starts.push(length);
    length += count * SUMS;
  }
  return { starts, length };
}

/** Adds up the derivatives of some rows by the bins of each column, into `sums`. `space` is for the derivatives in the order of the rows. */
export function sumGradients(
  columns: readonly Uint8Array[],
  rows: Uint32Array,
  { gradients, hessians }: Derivatives,
  { starts }: Layout,
  sums: Float64Array,
  space: { readonly first: Float32Array; readonly second: Float32Array },
): void {
  const { first, second } = space;
  const count = rows.length;
  for (let index = 0; index < count; index += 1) first[index] = gradients[rows[index] as number] as number;
  if (hessians)
    for (let index = 0; index < count; index += 1) second[index] = hessians[rows[index] as number] as number;
  sums.fill(0);
  for (let column = 0; column < columns.length; column += 1) {
    const start = starts[column] as number;
    if (hessians) sumColumn(columns[column] as Uint8Array, rows, first, second, sums, start);
    else sumPlainColumn(columns[column] as Uint8Array, rows, first, sums, start);
  }
  if (!hessians) for (let at = 0; at < sums.length; at += SUMS) sums[at + 1] = sums[at + 2] as number;
}

function sumColumn(
  bins: Uint8Array,
  rows: Uint32Array,
  first: Float32Array,
  second: Float32Array,
  sums: Float64Array,
  start: number,
) {
  const count = rows.length;
  for (let index = 0; index < count; index += 1) {
    const at = start + (bins[rows[index] as number] as number) * SUMS;
    sums[at] = (sums[at] as number) + (first[index] as number);
    sums[at + 1] = (sums[at + 1] as number) + (second[index] as number);
    sums[at + 2] = (sums[at + 2] as number) + 1;
  }
}

function sumPlainColumn(bins: Uint8Array, rows: Uint32Array, first: Float32Array, sums: Float64Array, start: number) {
  const count = rows.length;
  for (let index = 0; index < count; index += 1) {
    const at = start + (bins[rows[index] as number] as number) * SUMS;
    sums[at] = (sums[at] as number) + (first[index] as number);
    sums[at + 2] = (sums[at + 2] as number) + 1;
  }
}

/** Takes the sums of one child from those of its node: what is left are those of the other child. */
export function takeSums(whole: Float64Array, part: Float64Array): void {
  for (let index = 0; index < whole.length; index += 1)
    whole[index] = (whole[index] as number) - (part[index] as number);
}
