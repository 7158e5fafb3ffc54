import type { LinearScores } from './fit-ridge';
import type { Design } from './linear-design';
import { softmax } from './loss-derivatives';
import { minimise, type Smooth } from './minimise';
import { roundCoefficients } from './round-coefficients';

export interface LogisticSettings {
  readonly classes: number;
  readonly l2: number;
  readonly iterations: number;
}

export interface LogisticFit extends LinearScores {
  readonly iterations: number;
  readonly isConverged: boolean;
}

/** Rows at a time, so that their scores stay in the cache. */
const BLOCK = 2048;
/** Of the gradient where its second derivatives are about 1: coefficients are right to about as much. */
const TOLERANCE = 1e-6;

/**
 * Logistic regression: minimises Σ weight·log loss + l2/2·|w|², intercepts being free; scikit-learn's LogisticRegression with C = 1/l2. Of two
 * classes there is one score, the log odds of the second; of more one for each (softmax). Yields the mean log loss, with its penalty, after each
 * iteration.
 */
export function* fitLogistic(
  design: Design,
  target: Float64Array,
  weights: Float64Array | null,
  settings: LogisticSettings,
): Generator<number, LogisticFit> {
  const outputs = settings.classes === 2 ? 1 : settings.classes;
  const { width } = design;
  const places = width + 1;
  const round = roundCoefficients(design, weights, settings.l2);
  const loss = lossOf(design, target, weights, { outputs, l2: settings.l2 });
  const raw = new Float64Array(outputs * places);
  const parts = (values: Float64Array) =>
    Array.from({ length: outputs }, (_, k) => values.subarray(k * places, (k + 1) * places));
  const smooth: Smooth = (at, gradient) => {
    raw.set(at);
    for (const part of parts(raw)) round.toCoefficients(part);
    const value = loss(raw, gradient);
    for (const part of parts(gradient)) round.toGradient(part);
    return value;
  };
  const steps = minimise(smooth, new Float64Array(raw.length), {
    tolerance: TOLERANCE,
    iterations: settings.iterations,
  });
  for (let step = steps.next(); ; step = steps.next()) {
    if (!step.done) {
      yield step.value / round.whole;
      continue;
    }
    const { at, iterations, isConverged } = step.value;
    const found = parts(at);
    for (const part of found) round.toCoefficients(part);
    return {
      intercepts: Float64Array.from(found, (part) => part[width] as number),
      coefficients: found.map((part) => part.slice(0, width)),
      iterations,
      isConverged,
    };
  }
}

/** The penalised loss by the coefficients of each output, each with its intercept last. */
function lossOf(
  design: Design,
  target: Float64Array,
  weights: Float64Array | null,
  { outputs, l2 }: { outputs: number; l2: number },
): Smooth {
  const { rows, width } = design;
  const places = width + 1;
  const scores = Array.from({ length: outputs }, () => new Float64Array(BLOCK));
  const chances = new Float64Array(outputs);
  return (at, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (let from = 0; from < rows; from += BLOCK) {
      const count = Math.min(BLOCK, rows - from);
      for (let k = 0; k < outputs; k += 1)
        scoreBlock(design, at.subarray(k * places, (k + 1) * places), scores[k] as Float64Array, from, count);
      loss +=
        outputs === 1
          ? binaryResiduals(scores[0] as Float64Array, target, weights, from, count)
          : classResiduals(scores, chances, target, weights, from, count);
      for (let k = 0; k < outputs; k += 1)
        addBlock(design, scores[k] as Float64Array, gradient.subarray(k * places, (k + 1) * places), from, count);
    }
    for (let i = 0; i < at.length; i += 1) {
      if (i % places === width) continue;
      const w = at[i] as number;
      loss += (l2 / 2) * w * w;
      gradient[i] = (gradient[i] as number) + l2 * w;
    }
    return loss;
  };
}

function scoreBlock(
  { numbers, places, width }: Design,
  w: Float64Array,
  scores: Float64Array,
  from: number,
  count: number,
) {
  scores.fill(w[width] as number, 0, count);
  for (let i = 0; i < numbers.length; i += 1) {
    const [column, factor] = [numbers[i] as Float64Array, w[i] as number];
    for (let row = 0; row < count; row += 1)
      scores[row] = (scores[row] as number) + factor * (column[from + row] as number);
  }
  for (const column of places)
    for (let row = 0; row < count; row += 1) {
      const place = column[from + row] as number;
      if (place >= 0) scores[row] = (scores[row] as number) + (w[place] as number);
    }
}

function addBlock(
  { numbers, places, width }: Design,
  residuals: Float64Array,
  gradient: Float64Array,
  from: number,
  count: number,
) {
  let whole = 0;
  for (let row = 0; row < count; row += 1) whole += residuals[row] as number;
  gradient[width] = (gradient[width] as number) + whole;
  for (let i = 0; i < numbers.length; i += 1) {
    const column = numbers[i] as Float64Array;
    let sum = 0;
    for (let row = 0; row < count; row += 1) sum += (residuals[row] as number) * (column[from + row] as number);
    gradient[i] = (gradient[i] as number) + sum;
  }
  for (const column of places)
    for (let row = 0; row < count; row += 1) {
      const place = column[from + row] as number;
      if (place >= 0) gradient[place] = (gradient[place] as number) + (residuals[row] as number);
    }
}

/** Makes residuals (chance less truth) of the scores of a block and returns its loss. */
function binaryResiduals(
  scores: Float64Array,
  target: Float64Array,
  weights: Float64Array | null,
  from: number,
  count: number,
): number {
  let loss = 0;
  for (let row = 0; row < count; row += 1) {
    const weight = weights ? (weights[from + row] as number) : 1;
    const truth = target[from + row] as number;
    const score = scores[row] as number;
    // log(1 + e^x) without overflow.
    loss += weight * (Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - truth * score);
    scores[row] = weight * (1 / (1 + Math.exp(-score)) - truth);
  }
  return loss;
}

function classResiduals(
  scores: readonly Float64Array[],
  chances: Float64Array,
  target: Float64Array,
  weights: Float64Array | null,
  from: number,
  count: number,
): number {
  let loss = 0;
  for (let row = 0; row < count; row += 1) {
    const weight = weights ? (weights[from + row] as number) : 1;
    const truth = target[from + row] as number;
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < scores.length; k += 1) {
      chances[k] = (scores[k] as Float64Array)[row] as number;
      most = Math.max(most, chances[k] as number);
    }
    const scoreOfTruth = chances[truth] as number;
    softmax(chances);
    // The likeliest class has the chance 1/Σ e^(score − most), which is the part of the loss that all classes share.
    loss += weight * (most - scoreOfTruth - Math.log(maxOf(chances)));
    for (let k = 0; k < scores.length; k += 1)
      (scores[k] as Float64Array)[row] = weight * ((chances[k] as number) - (truth === k ? 1 : 0));
  }
  return loss;
}

function maxOf(values: Float64Array): number {
  let most = values[0] as number;
  for (let k = 1; k < values.length; k += 1) most = Math.max(most, values[k] as number);
  return most;
}
