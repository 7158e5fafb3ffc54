import { centredGram, multiplyRows } from './centred-gram';
import { factorise, solveLower, solveUpper } from './cholesky';
import type { Design } from './linear-design';
import { TrainingRefused } from './training-refused';

/** A linear score for each output: an intercept and a coefficient for each place of the design. */
export interface LinearScores {
  readonly intercepts: Float64Array;
  readonly coefficients: readonly Float64Array[];
}

/**
 * Ridge regression (Hoerl and Kennard 1970): minimises Σ weight·(y − intercept − x·w)² + l2·|w|², in closed form on centred columns, the
 * intercept being free; scikit-learn's Ridge with alpha = l2. Throws `collinear_columns` where l2 is 0 and no single answer exists.
 */
export function fitRidge(design: Design, target: Float64Array, weights: Float64Array | null, l2: number): LinearScores {
  const { width, rows } = design;
  const rowWeights = weights ?? new Float64Array(rows).fill(1);
  const { matrix, means, whole } = centredGram(design, rowWeights);
  for (let i = 0; i < width; i += 1) matrix[i * width + i] = (matrix[i * width + i] as number) + l2;
  if (!factorise(matrix, width)) throw new TrainingRefused('collinear_columns');
  const targetMean = target.reduce((sum, value, row) => sum + (rowWeights[row] as number) * value, 0) / whole;
  // The target is centred with its weights, so that the means of the columns drop out of the products.
  const centred = target.map((value, row) => (value - targetMean) * (rowWeights[row] as number));
  const coefficients = multiplyRows(design, centred);
  solveLower(matrix, coefficients);
  solveUpper(matrix, coefficients);
  const intercept = coefficients.reduce((rest, w, i) => rest - w * (means[i] as number), targetMean);
  return { intercepts: Float64Array.of(intercept), coefficients: [coefficients] };
}
