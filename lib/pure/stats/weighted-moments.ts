/** Weight, mean and sum of squared distances from the mean: all that a variance needs, and what adds up without losing digits. */
export interface Moments {
  weight: number;
  mean: number;
  squares: number;
}

/**
 * The moments of two sets of numbers together. Source: Chan, Golub and LeVeque 1979; with weights West 1979.
 * Edge cases: without weight the mean is 0. Example: merging {1, 2, 0} and {1, 4, 0} is { weight: 2, mean: 3, squares: 2 }.
 */
export function mergeMoments(a: Moments, b: Moments): Moments {
  const weight = a.weight + b.weight;
  if (weight === 0) return { weight: 0, mean: 0, squares: 0 };
  const apart = b.mean - a.mean;
  return {
    weight,
    mean: a.mean + (apart * b.weight) / weight,
    squares: a.squares + b.squares + (apart * apart * a.weight * b.weight) / weight,
  };
}
