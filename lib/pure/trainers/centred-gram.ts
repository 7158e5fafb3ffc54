import type { Design } from './linear-design';

/** Products of the columns of a design about their means, over the rows. */
export interface CentredGram {
  /** The lower half of Σ weight·(x − mean)·(x − mean)ᵀ, row after row. */
  readonly matrix: Float64Array;
  readonly means: Float64Array;
  /** Σ weight. */
  readonly whole: number;
}

/** A text takes one place of a row, so that no column of zeros and ones is ever made. */
export function centredGram(design: Design, weights: Float64Array): CentredGram {
  const { width } = design;
  let whole = 0;
  for (const weight of weights) whole += weight;
  const means = multiplyRows(design, weights).map((sum) => sum / whole);
  const matrix = gram(design, weights);
  for (let i = 0; i < width; i += 1)
    for (let j = 0; j <= i; j += 1) {
      const at = i * width + j;
      matrix[at] = (matrix[at] as number) - whole * (means[i] as number) * (means[j] as number);
    }
  return { matrix, means, whole };
}

/** Σ over rows of value·x, for each place of the design. */
export function multiplyRows({ rows, numbers, places, width }: Design, values: Float64Array): Float64Array {
  const sums = new Float64Array(width);
  for (const [i, column] of numbers.entries()) {
    let sum = 0;
    for (let row = 0; row < rows; row += 1) sum += (values[row] as number) * (column[row] as number);
    sums[i] = sum;
  }
  for (const column of places)
    for (let row = 0; row < rows; row += 1) {
      const place = column[row] as number;
      if (place >= 0) sums[place] = (sums[place] as number) + (values[row] as number);
    }
  return sums;
}

/** The lower half of Σ weight·x·xᵀ. */
function gram({ rows, numbers, places, width }: Design, weights: Float64Array): Float64Array {
  const matrix = new Float64Array(width * width);
  for (const [i, one] of numbers.entries())
    for (let j = 0; j <= i; j += 1) {
      const other = numbers[j] as Float64Array;
      let sum = 0;
      for (let row = 0; row < rows; row += 1)
        sum += (weights[row] as number) * (one[row] as number) * (other[row] as number);
      matrix[i * width + j] = sum;
    }
  for (const [i, column] of places.entries()) {
    for (const [j, other] of numbers.entries())
      for (let row = 0; row < rows; row += 1) {
        const place = column[row] as number;
        if (place < 0) continue;
        const at = place * width + j;
        matrix[at] = (matrix[at] as number) + (weights[row] as number) * (other[row] as number);
      }
    for (let j = 0; j <= i; j += 1) {
      const other = places[j] as Int32Array;
      for (let row = 0; row < rows; row += 1) {
        const [place, second] = [column[row] as number, other[row] as number];
        if (place < 0 || second < 0) continue;
        const at = place * width + second;
        matrix[at] = (matrix[at] as number) + (weights[row] as number);
      }
    }
  }
  return matrix;
}
