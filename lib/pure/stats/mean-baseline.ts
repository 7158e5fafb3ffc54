import { type RegressionErrors, regressionErrors } from './regression-errors';

/**
 * What is reached without a model for a number: always the mean of the training labels.
 * Edge cases: null without training rows. Example: meanBaseline([1, 3], [2, 4])?.errors.mae is 1.
 */
export function meanBaseline(
  train: readonly number[],
  test: readonly number[],
): { value: number; errors: RegressionErrors } | null {
  if (train.length === 0) return null;
  const value = train.reduce((sum, label) => sum + label, 0) / train.length;
  return {
    value,
    errors: regressionErrors(
      test,
      test.map(() => value),
    ),
  };
}
