import { accuracy } from './accuracy';

export interface MajorityBaseline<Label extends string | number = string> {
  readonly label: Label;
  /** Accuracy on the test rows of always answering `label`. */
  readonly accuracy: number;
}

/**
 * What is reached without a model: always the most frequent label of the training rows (ties: the one met first).
 * Edge cases: null without training rows; accuracy NaN without test rows.
 * Example: majorityBaseline(['a', 'a', 'b'], ['a', 'b']) is { label: 'a', accuracy: 0.5 }.
 */
export function majorityBaseline<Label extends string | number>(
  train: readonly Label[],
  test: readonly Label[],
): MajorityBaseline<Label> | null {
  const counts = new Map<Label, number>();
  for (const label of train) counts.set(label, (counts.get(label) ?? 0) + 1);
  let best: { label: Label; count: number } | null = null;
  for (const [label, count] of counts) if (!best || count > best.count) best = { label, count };
  if (!best) return null;
  const { label } = best;
  return {
    label,
    accuracy: accuracy(
      test,
      test.map(() => label),
    ),
  };
}
