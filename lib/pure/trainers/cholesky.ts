/** A pivot below this part of its diagonal is 0 but for rounding. */
const LEAST_PIVOT = 1e-12;

/**
 * Cholesky's decomposition A = L·Lᵀ of a symmetric matrix of so many rows, given row after row: L is written over the lower half, the upper half is
 * never looked at. False where the matrix is not positive definite, but for rounding. Example: [4, 2, 2, 3] has L with 2 and 1, √2.
 */
export function factorise(matrix: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i += 1) {
    const rowI = i * size;
    const whole = matrix[rowI + i] as number;
    for (let j = 0; j <= i; j += 1) {
      const rowJ = j * size;
      let rest = matrix[rowI + j] as number;
      for (let k = 0; k < j; k += 1) rest -= (matrix[rowI + k] as number) * (matrix[rowJ + k] as number);
      if (i !== j) matrix[rowI + j] = rest / (matrix[rowJ + j] as number);
      else if (rest > LEAST_PIVOT * whole) matrix[rowI + i] = Math.sqrt(rest);
      else return false;
    }
  }
  return true;
}

/** Solves L·x = b, in place of b. */
export function solveLower(lower: Float64Array, values: Float64Array): void {
  const size = values.length;
  for (let i = 0; i < size; i += 1) {
    let rest = values[i] as number;
    for (let k = 0; k < i; k += 1) rest -= (lower[i * size + k] as number) * (values[k] as number);
    values[i] = rest / (lower[i * size + i] as number);
  }
}

/** Solves Lᵀ·x = b, in place of b. */
export function solveUpper(lower: Float64Array, values: Float64Array): void {
  const size = values.length;
  for (let i = size - 1; i >= 0; i -= 1) {
    const value = (values[i] as number) / (lower[i * size + i] as number);
    values[i] = value;
    // Row after row, as L lies in memory.
    for (let k = 0; k < i; k += 1) values[k] = (values[k] as number) - (lower[i * size + k] as number) * value;
  }
}
