import { mergeMoments } from '@/lib/pure/stats/weighted-moments';
import type { NumberMeasures } from './measures';
import { NUMBER_METRICS, type NumberMetric } from './schema';

export type NumberScoresOf = Record<NumberMetric, number>;

/** Sums of one or more days; squares of the labels are about `centre`, near the mean of all, so that no digits are lost. */
export function numberSums(numbers: NumberMeasures | null, centre: number): Float64Array {
  if (!numbers) return new Float64Array(8);
  const { weight } = numbers.actual;
  const about = mergeMoments(numbers.actual, { weight: 0, mean: 0, squares: 0 });
  const apart = about.mean - centre;
  return Float64Array.of(
    weight,
    numbers.error,
    numbers.absolute,
    numbers.squares,
    numbers.relative,
    numbers.relativeWeight,
    weight * apart,
    about.squares + weight * apart * apart,
  );
}

/** Every measure of a regression from its sums; NaN for what cannot be said. */
export function scoreNumbers(sums: Float64Array): NumberScoresOf {
  const [weight = 0, error = 0, absolute = 0, squares = 0, relative = 0, relativeWeight = 0, apart = 0, about = 0] =
    sums;
  const total = about - (apart * apart) / weight;
  return {
    mae: absolute / weight,
    rmse: Math.sqrt(squares / weight),
    mape: relative / relativeWeight,
    r2: total > 0 ? 1 - squares / total : Number.NaN,
    bias: error / weight,
  };
}

/**
 * What is reached by always answering the mean of the labels. The mean absolute error is exact but for the labels in the log bin
 * that holds the mean: those count with the distance of their own mean.
 */
export function baselineOfNumbers({ actual, bins }: NumberMeasures): NumberScoresOf & { mean: number } {
  let absolute = 0;
  for (const bin of bins.values()) absolute += Math.abs(bin.actual - bin.weight * actual.mean);
  return {
    mae: absolute / actual.weight,
    rmse: Math.sqrt(actual.squares / actual.weight),
    mape: Number.NaN,
    r2: actual.squares > 0 ? 0 : Number.NaN,
    bias: 0,
    mean: actual.mean,
  };
}

export const asNumberList = (scores: NumberScoresOf): number[] => NUMBER_METRICS.map((metric) => scores[metric]);
