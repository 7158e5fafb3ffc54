import { expect, test } from 'vitest';
import { accuracy } from './accuracy';
import { brierScore, brierScoreOfClasses } from './brier-score';
import { classScores, macroF1 } from './class-scores';
import { clusterBootstrap } from './cluster-bootstrap';
import { confusionMatrix } from './confusion-matrix';
import { type GoldenRecipe, goldenNumbers, lcg, readGolden } from './fixtures/golden-data';
import { logLoss } from './log-loss';
import { regressionErrors } from './regression-errors';
import { rocAuc, rocAucOfClasses } from './roc-auc';

/** Numbers of scikit-learn 1.9.1, as quality-metrics.json gives them with the rule for the data. */
interface QualityGolden {
  cases: Record<string, Record<string, unknown> & { sklearn: Record<string, unknown> }>;
}
const golden = (readGolden('quality-metrics') as QualityGolden).cases;

const recipe = (name: string, key: string): number[] => goldenNumbers(golden[name]?.[key] as GoldenRecipe);
const sklearn = (name: string, key: string): number => golden[name]?.sklearn[key] as number;
const agree = (got: number, expected: number): void => {
  expect(Math.abs(got - expected), `${got} is not ${expected}`).toBeLessThanOrEqual(1e-12 + 1e-9 * Math.abs(expected));
};

test.each([
  ['binary_untied', 1.5],
  ['binary_ties', 1.2],
  ['binary_imbalanced', 1],
])('agrees with scikit-learn on two classes: %s', (name, power) => {
  const scores = recipe(name, 'y_pred_proba');
  const draws = recipe(name, 'u');
  const labels = scores.map((score, i): 0 | 1 => ((draws[i] ?? 1) < score ** power ? 1 : 0));
  const predictions = scores.map((score): 0 | 1 => (score >= 0.5 ? 1 : 0));
  const matrix = confusionMatrix(labels, predictions);
  const { tn, fp, fn, tp } = (golden[name]?.sklearn.confusion ?? {}) as Record<string, number>;
  expect(matrix.counts).toEqual([
    [tn, fp],
    [fn, tp],
  ]);
  agree(accuracy(labels, predictions), sklearn(name, 'accuracy'));
  agree(macroF1(matrix), sklearn(name, 'f1_macro'));
  const positive = classScores(matrix)[1];
  agree(positive?.precision ?? Number.NaN, sklearn(name, 'precision'));
  agree(positive?.recall ?? Number.NaN, sklearn(name, 'recall'));
  agree(positive?.f1 ?? Number.NaN, sklearn(name, 'f1'));
  agree(rocAuc(labels, scores), sklearn(name, 'roc_auc'));
  agree(brierScore(labels, scores), sklearn(name, 'brier'));
  agree(
    logLoss(
      labels,
      scores.map((p) => [1 - p, p]),
    ),
    sklearn(name, 'log_loss'),
  );
});

test('agrees with scikit-learn when only one class is present', () => {
  const { y_true, y_pred_proba } = golden.binary_one_class as unknown as { y_true: (0 | 1)[]; y_pred_proba: number[] };
  expect(rocAuc(y_true, y_pred_proba)).toBeNaN();
  agree(
    logLoss(
      y_true,
      y_pred_proba.map((p) => [1 - p, p]),
    ),
    sklearn('binary_one_class', 'log_loss'),
  );
});

test('agrees with scikit-learn on three classes', () => {
  const [a, b, c, u] = ['a', 'b', 'c', 'u'].map((key) => recipe('multiclass', key)) as [
    number[],
    number[],
    number[],
    number[],
  ];
  const probabilities = a.map((first, i) => {
    const row = [first, b[i] ?? 0, c[i] ?? 0];
    const whole = row.reduce((sum, p) => sum + p, 0);
    return row.map((p) => p / whole);
  });
  const labels = probabilities.map(([x = 0, y = 0], i) => ((u[i] ?? 1) < x ? 0 : (u[i] ?? 1) < x + y ? 1 : 2));
  const predictions = probabilities.map((row) => row.indexOf(Math.max(...row)));
  const matrix = confusionMatrix(labels, predictions);
  expect(matrix.counts).toEqual(golden.multiclass?.sklearn.confusion);
  agree(accuracy(labels, predictions), sklearn('multiclass', 'accuracy'));
  agree(macroF1(matrix), sklearn('multiclass', 'f1_macro'));
  agree(logLoss(labels, probabilities), sklearn('multiclass', 'log_loss'));
  agree(brierScoreOfClasses(labels, probabilities), sklearn('multiclass', 'brier_multiclass_sum'));
  agree(rocAucOfClasses(labels, probabilities), sklearn('multiclass', 'roc_auc_ovr_macro'));
  const perClass = golden.multiclass?.sklearn.per_class as Record<string, { f1: number; support: number }>;
  for (const [i, { f1, support }] of Object.values(perClass).entries()) {
    agree(classScores(matrix)[i]?.f1 ?? Number.NaN, f1);
    expect(classScores(matrix)[i]?.support).toBe(support);
  }
});

test('agrees with scikit-learn on numbers', () => {
  const labels = recipe('regression', 'y_true');
  const noise = recipe('regression', 'noise');
  const errors = regressionErrors(
    labels,
    labels.map((y, i) => y + (noise[i] ?? 0)),
  );
  agree(errors.mae, sklearn('regression', 'mae'));
  agree(errors.rmse, sklearn('regression', 'rmse'));
  agree(errors.r2, sklearn('regression', 'r2'));
  agree(errors.meanError, sklearn('regression', 'mean_error_pred_minus_true'));
  // Evidently's `mae.std` of the same file, times the 0.975 quantile of the normal distribution.
  const spread = (1.959963984540054 * 1.9601298818221178) / Math.sqrt(500);
  expect(errors.maeInterval.low).toBeCloseTo(errors.mae - spread, 9);
  expect(errors.maeInterval.high).toBeCloseTo(errors.mae + spread, 9);
});

test('repeats the bootstrap of the golden file', () => {
  const paired = golden.paired_classifiers as unknown as {
    error_a: GoldenRecipe;
    error_b: GoldenRecipe;
    bootstrap: { ci95: number[] };
  };
  const [a, b] = [goldenNumbers(paired.error_a), goldenNumbers(paired.error_b)];
  const interval = clusterBootstrap({
    groups: a.map((_, i) => i),
    statistic: (rows) => rows.reduce((sum, row) => sum + (b[row] ?? 0) - (a[row] ?? 0), 0) / rows.length,
    resamples: 2_000,
    random: lcg(540),
  });
  expect(interval.low).toBeCloseTo(paired.bootstrap.ci95[0] ?? Number.NaN, 9);
  expect(interval.high).toBeCloseTo(paired.bootstrap.ci95[1] ?? Number.NaN, 9);
});
