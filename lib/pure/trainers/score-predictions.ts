import { accuracy } from '../stats/accuracy';
import { logLoss } from '../stats/log-loss';
import { regressionErrors } from '../stats/regression-errors';
import { rocAuc, rocAucOfClasses } from '../stats/roc-auc';
import type { Predictions } from './fitted-model';
import type { Target } from './read-target';

export type Metric = 'rmse' | 'mae' | 'r2' | 'logLoss' | 'accuracy' | 'rocAuc';

export type Metrics = Partial<Record<Metric, number>>;

/**
 * How good answers are for rows with a known target: rmse, mae and r2 of numbers; log loss, accuracy and ROC AUC (of more than two classes the
 * mean of each against the rest) of classes. NaN for what the rows do not tell, as an AUC where a class is absent. A class that the model does
 * not know, or a row without a target, is counted as wrong by nobody: `target` must come from the model's own classes.
 */
export function scorePredictions(predictions: Predictions, target: Pick<Target, 'values'>): Metrics {
  const truth = Array.from(target.values);
  if (predictions.kind === 'numbers') {
    const { rmse, mae, r2 } = regressionErrors(truth, Array.from(predictions.values));
    return { rmse, mae, r2 };
  }
  const { probabilities, labels } = predictions;
  const rows = truth.map((_, row) =>
    Array.from(probabilities.subarray(row * labels.length, (row + 1) * labels.length)),
  );
  const isSecond = truth.map((label) => (label === 1 ? 1 : 0));
  return {
    logLoss: logLoss(truth, rows),
    accuracy: accuracy(
      truth,
      rows.map((row) => row.indexOf(Math.max(...row))),
    ),
    rocAuc:
      labels.length === 2
        ? rocAuc(
            isSecond,
            rows.map((row) => row[1] ?? 0),
          )
        : rocAucOfClasses(truth, rows),
  };
}
