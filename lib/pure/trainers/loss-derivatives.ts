/** squared: numbers; logistic: the chance of 1 where the target is 0 or 1; softmax: the chance of each class where it is a place from 0. */
export type Objective = 'squared' | 'logistic' | 'softmax';

/** What rows are to be answered with; a softmax has scores, gradients and hessians for each class, the others one of each. */
export interface Truth {
  readonly target: Float64Array;
  /** Null where all rows count alike. */
  readonly weights: Float64Array | null;
}

export interface Slopes {
  readonly gradients: readonly Float32Array[];
  /** Null for squared errors without weights: 1 for each row. */
  readonly hessians: readonly Float32Array[] | null;
}

/** Keeps the logarithm of a chance that rounds to 0 finite. */
const LEAST_CHANCE = 2 ** -52;

/** Room for the derivatives of so many rows. */
export function makeSlopes(objective: Objective, outputs: number, { target, weights }: Truth): Slopes {
  const make = () => Array.from({ length: outputs }, () => new Float32Array(target.length));
  return { gradients: make(), hessians: objective === 'squared' && !weights ? null : make() };
}

/**
 * The mean loss of the scores, in the words people know: the squared error, or the negative logarithm of the true class' chance. Writes the first
 * and second derivatives of the training loss by the scores into `slopes`, where it is given; for squared errors these are of half the error, as
 * scikit-learn has them. Example: the score 0 and the target 1 have the log loss 0.6931, the gradient -0.5 and the hessian 0.25.
 */
export function differentiate(
  objective: Objective,
  scores: readonly Float64Array[],
  truth: Truth,
  slopes: Slopes | null,
): number {
  if (objective === 'softmax') return softmaxLoss(scores, truth, slopes);
  const [gradients, hessians] = [slopes?.gradients[0] ?? null, slopes?.hessians?.[0] ?? null];
  const only = scores[0] as Float64Array;
  return objective === 'squared'
    ? squaredLoss(only, truth, gradients, hessians)
    : logisticLoss(only, truth, gradients, hessians);
}

type Column = Float32Array | null;

function squaredLoss(scores: Float64Array, { target, weights }: Truth, gradients: Column, hessians: Column): number {
  let [loss, whole] = [0, 0];
  for (let row = 0; row < target.length; row += 1) {
    const weight = weights ? (weights[row] as number) : 1;
    const error = (scores[row] as number) - (target[row] as number);
    loss += weight * error * error;
    whole += weight;
    if (gradients) gradients[row] = weight * error;
    if (hessians) hessians[row] = weight;
  }
  return loss / whole;
}

function logisticLoss(scores: Float64Array, { target, weights }: Truth, gradients: Column, hessians: Column): number {
  let [loss, whole] = [0, 0];
  for (let row = 0; row < target.length; row += 1) {
    const weight = weights ? (weights[row] as number) : 1;
    const chance = 1 / (1 + Math.exp(-(scores[row] as number)));
    const truth = target[row] as number;
    loss -= weight * Math.log(Math.max(truth > 0.5 ? chance : 1 - chance, LEAST_CHANCE));
    whole += weight;
    if (gradients) gradients[row] = weight * (chance - truth);
    if (hessians) hessians[row] = weight * chance * (1 - chance);
  }
  return loss / whole;
}

function softmaxLoss(scores: readonly Float64Array[], { target, weights }: Truth, slopes: Slopes | null): number {
  const chances = new Float64Array(scores.length);
  let [loss, whole] = [0, 0];
  for (let row = 0; row < target.length; row += 1) {
    const weight = weights ? (weights[row] as number) : 1;
    for (let k = 0; k < scores.length; k += 1) chances[k] = (scores[k] as Float64Array)[row] as number;
    softmax(chances);
    loss -= weight * Math.log(Math.max(chances[target[row] as number] as number, LEAST_CHANCE));
    whole += weight;
    if (!slopes) continue;
    for (let k = 0; k < scores.length; k += 1) {
      const chance = chances[k] as number;
      (slopes.gradients[k] as Float32Array)[row] = weight * (chance - (target[row] === k ? 1 : 0));
      if (slopes.hessians) (slopes.hessians[k] as Float32Array)[row] = weight * chance * (1 - chance);
    }
  }
  return loss / whole;
}

/** Makes chances of scores, in place: e^score over their sum, the largest score being taken from each first. Example: [0, 0] gives [0.5, 0.5]. */
export function softmax(scores: Float64Array): void {
  let [most, sum] = [Number.NEGATIVE_INFINITY, 0];
  for (let k = 0; k < scores.length; k += 1) most = Math.max(most, scores[k] as number);
  for (let k = 0; k < scores.length; k += 1) {
    const power = Math.exp((scores[k] as number) - most);
    scores[k] = power;
    sum += power;
  }
  for (let k = 0; k < scores.length; k += 1) scores[k] = (scores[k] as number) / sum;
}
