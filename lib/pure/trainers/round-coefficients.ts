import { centredGram } from './centred-gram';
import { factorise, solveLower, solveUpper } from './cholesky';
import type { Design } from './linear-design';

/** Coordinates in which a logistic loss is about as steep in every direction. Both work in place, on a score's coefficients and its intercept, last. */
export interface RoundCoordinates {
  /** Coefficients of coordinates. */
  readonly toCoefficients: (values: Float64Array) => void;
  /** The gradient by coordinates of that by coefficients. */
  readonly toGradient: (values: Float64Array) => void;
  /** Σ weight of the rows. */
  readonly whole: number;
}

/** The second derivative of a log loss by a score is a quarter at most. */
const STEEPEST = 1 / 4;
/** Keeps directions that neither rows nor penalty tell apart finite, as a part of the rows. */
const LEAST = 1e-9;

/**
 * Coordinates by the bound of Böhning (1992): the second derivatives of the loss are at most those of a least-squares problem, whose Cholesky
 * factor makes columns that say nearly the same, and rare texts, as quick to learn as others. The intercept is taken at the columns' means.
 */
export function roundCoefficients(design: Design, weights: Float64Array | null, l2: number): RoundCoordinates {
  const { width, rows } = design;
  const { matrix, means, whole } = centredGram(design, weights ?? new Float64Array(rows).fill(1));
  for (let i = 0; i < width; i += 1) {
    for (let j = 0; j <= i; j += 1) matrix[i * width + j] = STEEPEST * (matrix[i * width + j] as number);
    matrix[i * width + i] = (matrix[i * width + i] as number) + Math.max(l2, LEAST * whole);
  }
  if (!factorise(matrix, width)) throw new Error('the bound of the second derivatives is not definite');
  const steepness = Math.sqrt(STEEPEST * whole);
  return {
    whole,
    toCoefficients: (values) => {
      const w = values.subarray(0, width);
      solveUpper(matrix, w);
      let intercept = (values[width] as number) / steepness;
      for (let i = 0; i < width; i += 1) intercept -= (w[i] as number) * (means[i] as number);
      values[width] = intercept;
    },
    toGradient: (values) => {
      const byIntercept = values[width] as number;
      const w = values.subarray(0, width);
      for (let i = 0; i < width; i += 1) w[i] = (w[i] as number) - byIntercept * (means[i] as number);
      solveLower(matrix, w);
      values[width] = byIntercept / steepness;
    },
  };
}
