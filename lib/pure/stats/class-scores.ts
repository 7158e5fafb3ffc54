import type { ConfusionMatrix } from './confusion-matrix';

export interface ClassScores<Label extends string | number = string> {
  readonly label: Label;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Rows whose label is this class. */
  readonly support: number;
}

/**
 * Precision, recall and F1 of each class. Source: the usual definitions, with 0 where a denominator is 0
 * (scikit-learn's zero_division=0). Example: counts [[1,0],[1,1]] give the first class precision 0.5, recall 1, F1 2/3.
 */
export function classScores<Label extends string | number>({
  classes,
  counts,
}: ConfusionMatrix<Label>): ClassScores<Label>[] {
  return classes.map((label, i) => {
    const right = counts[i]?.[i] ?? 0;
    const support = counts[i]?.reduce((sum, count) => sum + count, 0) ?? 0;
    const predicted = counts.reduce((sum, row) => sum + (row[i] ?? 0), 0);
    return {
      label,
      precision: predicted > 0 ? right / predicted : 0,
      recall: support > 0 ? right / support : 0,
      f1: support + predicted > 0 ? (2 * right) / (support + predicted) : 0,
      support,
    };
  });
}

/**
 * The plain mean of the F1 of every class, rare classes counting like common ones. NaN without classes.
 * Example: counts [[1,0],[1,1]] give 2/3.
 */
export function macroF1<Label extends string | number>(matrix: ConfusionMatrix<Label>): number {
  const scores = classScores(matrix);
  return scores.length === 0 ? Number.NaN : scores.reduce((sum, { f1 }) => sum + f1, 0) / scores.length;
}

/**
 * The mean recall of the classes that have rows, so that a rare class counts like a common one. NaN without rows.
 * Source: scikit-learn's balanced_accuracy_score. Example: counts [[1,0],[1,1]] give 0.75.
 */
export function balancedAccuracy<Label extends string | number>(matrix: ConfusionMatrix<Label>): number {
  const met = classScores(matrix).filter(({ support }) => support > 0);
  return met.reduce((sum, { recall }) => sum + recall, 0) / (met.length || Number.NaN);
}

/**
 * The mean of the F1 of every class, weighted by its rows. NaN without rows. Source: scikit-learn's average="weighted".
 * Example: counts [[1,0],[1,1]] give 2/3.
 */
export function weightedF1<Label extends string | number>(matrix: ConfusionMatrix<Label>): number {
  const scores = classScores(matrix);
  const rows = scores.reduce((sum, { support }) => sum + support, 0);
  return scores.reduce((sum, { f1, support }) => sum + f1 * support, 0) / (rows || Number.NaN);
}
