import { expect, test } from 'vitest';
import type { Reading } from '@/lib/pure/protocols/signature';
import { accuracy } from '@/lib/pure/stats/accuracy';
import { brierScore } from '@/lib/pure/stats/brier-score';
import { balancedAccuracy, classScores, macroF1 } from '@/lib/pure/stats/class-scores';
import { clusterBootstrapSums } from '@/lib/pure/stats/cluster-bootstrap-sums';
import { confusionMatrix } from '@/lib/pure/stats/confusion-matrix';
import { logLoss } from '@/lib/pure/stats/log-loss';
import { majorityBaseline } from '@/lib/pure/stats/majority-baseline';
import { meanBaseline } from '@/lib/pure/stats/mean-baseline';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { regressionErrors } from '@/lib/pure/stats/regression-errors';
import { rocAuc } from '@/lib/pure/stats/roc-auc';
import { waysOf } from './blocks-of-days';
import { countRow, type RowTruth } from './count-row';
import { describeClasses } from './describe-classes';
import { describeNumbers } from './describe-numbers';
import { emptyMeasures, type Measures, mergeMeasures } from './measures';
import { measuresFromJson, measuresToJson } from './measures-json';

const truthOf = (label: string, more: Partial<RowTruth> = {}): RowTruth => ({
  label,
  weight: 1,
  delayMs: 1000,
  isFirst: true,
  ...more,
});
const twoClasses: Reading = { task: 'classification', label: 'label', probabilities: 'p', classes: ['no', 'yes'] };
const aNumber: Reading = { task: 'regression', value: 'y', unit: 'min' };

/** The sums of days after a way through the database, and all of them merged. */
function stored(days: readonly Measures[]): { days: Measures[]; total: Measures } {
  const read = days.map((day) => measuresFromJson(JSON.parse(JSON.stringify(measuresToJson(day)))));
  const total = emptyMeasures();
  for (const day of read) mergeMeasures(total, day);
  return { days: read, total };
}

test('the merged days of a classification say what the formulas say of the rows', () => {
  const random = mulberry32(7);
  const labels: string[] = [];
  const predictions: string[] = [];
  const scores: number[] = [];
  const days = Array.from({ length: 6 }, () => emptyMeasures());
  for (let i = 0; i < 1200; i += 1) {
    const score = Math.fround(random());
    const label = random() < score ** 1.5 ? 'yes' : 'no';
    const outcome = score > 0.5 ? 'yes' : 'no';
    labels.push(label);
    predictions.push(outcome);
    scores.push(score);
    const day = days[i % days.length];
    if (day) countRow(day, twoClasses, truthOf(label), { outcome, scores: [1 - score, score] });
  }
  const { days: read, total } = stored(days);
  if (!total.classes) throw new Error('no classes were counted');
  const said = describeClasses({
    classes: total.classes,
    ways: waysOf(null, read),
    known: ['no', 'yes'],
    names: { yes: 'Sim' },
  });
  const matrix = confusionMatrix(labels, predictions, ['no', 'yes']);
  const index = labels.map((label) => (label === 'yes' ? 1 : 0));
  const { measures } = said;
  expect(said.confusion).toEqual(matrix.counts.flatMap((row, i) => row.map((rows, j) => [i, j, rows])));
  expect(said.classes.map(({ name }) => name)).toEqual(['no', 'Sim']);
  expect(measures.accuracy.value).toBeCloseTo(accuracy(labels, predictions), 9);
  expect(measures.balancedAccuracy.value).toBeCloseTo(balancedAccuracy(matrix), 9);
  expect(measures.macroF1.value).toBeCloseTo(macroF1(matrix), 9);
  expect(said.classes[1]).toMatchObject({ ...classScores(matrix)[1] });
  const sums = days.map((_, day) => {
    const own = labels
      .map((label, i) => ({ label, outcome: predictions[i] }))
      .filter((_, i) => i % days.length === day);
    const isYes = own.filter(({ label }) => label === 'yes');
    return Float64Array.of(isYes.filter(({ outcome }) => outcome === 'yes').length, isYes.length);
  });
  const [recall] = clusterBootstrapSums({ sums, statistics: ([right = 0, all = 0]) => [right / all] });
  expect(said.classes[1]?.intervals.recall).toEqual({ ...recall, by: 'day' });
  const { precision } = said.classes[0]?.intervals ?? {};
  expect(precision?.low).toBeLessThan(said.classes[0]?.precision ?? 0);
  expect(precision?.high).toBeGreaterThan(said.classes[0]?.precision ?? 1);
  expect(measures.logLoss.value).toBeCloseTo(
    logLoss(
      index,
      scores.map((score) => [1 - score, score]),
    ),
    9,
  );
  expect(measures.brier.value).toBeCloseTo(brierScore(index, scores), 9);
  expect(Math.abs((measures.rocAuc.value ?? 0) - rocAuc(index, scores))).toBeLessThanOrEqual(measures.rocAuc.binning);
  expect(measures.rocAuc.binning).toBeLessThan(0.01);
  const baseline = majorityBaseline(labels, labels);
  expect(said.mostFrequent).toBe(baseline?.label);
  expect(measures.accuracy.baseline).toBeCloseTo(baseline?.accuracy ?? 0, 9);
  expect(measures.accuracy.low).toBeLessThan(measures.accuracy.value ?? 0);
  expect(measures.accuracy.high).toBeGreaterThan(measures.accuracy.value ?? 1);
});

test('a class that nobody met does not count in the plain mean, and many classes have no curves', () => {
  const measures = emptyMeasures();
  const classes = ['a', 'b', 'never'];
  for (const [label, outcome] of [
    ['a', 'a'],
    ['b', 'a'],
    ['b', 'b'],
  ] as const)
    countRow(measures, { ...twoClasses, classes }, truthOf(label), { outcome, scores: null });
  if (!measures.classes) throw new Error('no classes were counted');
  const said = describeClasses({
    classes: measures.classes,
    ways: waysOf(null, [measures]),
    known: classes,
    names: {},
  });
  expect(said.classes).toHaveLength(3);
  expect(said.measures.macroF1.value).toBeCloseTo(2 / 3, 12);
  const many = Array.from({ length: 60 }, (_, i) => `c${i}`);
  const wide = emptyMeasures();
  countRow(wide, { ...twoClasses, classes: many }, truthOf('c3'), { outcome: 'c4', scores: many.map(() => 1 / 60) });
  if (!wide.classes) throw new Error('no classes were counted');
  const short = describeClasses({ classes: wide.classes, ways: waysOf(null, [wide]), known: many, names: {} });
  expect(short.classes.map(({ label }) => label)).toEqual(['c3', 'c4']);
  expect(short.measures.logLoss.value).toBeCloseTo(Math.log(60), 9);
  expect(short.measures.rocAuc.value).toBeNull();
});

test('has no interval with fewer than five days', () => {
  const days = Array.from({ length: 4 }, () => emptyMeasures());
  for (const day of days) countRow(day, twoClasses, truthOf('yes'), { outcome: 'yes', scores: null });
  const { days: read, total } = stored(days);
  if (!total.classes) throw new Error('no classes were counted');
  const { measures, classes } = describeClasses({
    classes: total.classes,
    ways: waysOf(null, read),
    known: ['no', 'yes'],
    names: {},
  });
  expect(classes[1]?.intervals).toEqual({ precision: null, recall: null, f1: null });
  expect(measures.accuracy).toMatchObject({ value: 1, low: null, high: null });
  expect(measures.rocAuc.value).toBeNull();
});

test('the merged days of a regression say what the formulas say of the rows', () => {
  const random = mulberry32(11);
  const labels: number[] = [];
  const predictions: number[] = [];
  const days = Array.from({ length: 5 }, () => emptyMeasures());
  for (let i = 0; i < 900; i += 1) {
    const label = i % 100 === 0 ? 0 : Number((1e6 + 50 * random()).toFixed(3));
    const predicted = label + 8 * random() - 3;
    labels.push(label);
    predictions.push(predicted);
    const day = days[i % days.length];
    if (day) countRow(day, aNumber, truthOf(String(label)), { outcome: String(predicted), scores: null });
  }
  const { days: read, total } = stored(days);
  if (!total.numbers) throw new Error('no numbers were counted');
  const said = describeNumbers({ numbers: total.numbers, ways: waysOf(null, read), unit: 'min' });
  const errors = regressionErrors(labels, predictions);
  const { measures } = said;
  expect(measures.mae.value).toBeCloseTo(errors.mae, 9);
  expect(measures.rmse.value).toBeCloseTo(errors.rmse, 9);
  expect(measures.r2.value).toBeCloseTo(errors.r2, 9);
  expect(measures.bias.value).toBeCloseTo(errors.meanError, 9);
  const relative = labels.flatMap((label, i) =>
    label === 0 ? [] : [Math.abs(((predictions[i] ?? 0) - label) / label)],
  );
  expect(measures.mape.value).toBeCloseTo(relative.reduce((sum, one) => sum + one, 0) / relative.length, 9);
  expect(said.zeros).toBe(9);
  const baseline = meanBaseline(labels, labels);
  expect((measures.rmse.baseline ?? 0) / (baseline?.errors.rmse ?? 1)).toBeCloseTo(1, 9);
  // The labels that share the bin of the mean count with their mean: here all but the zeros do, so the two can differ.
  expect(Math.abs((measures.mae.baseline ?? 0) / (baseline?.errors.mae ?? 1) - 1)).toBeLessThan(1e-3);
  expect(said.residuals.reduce((sum, { rows }) => sum + rows, 0)).toBeCloseTo(900, 9);
});

test('counts labels that the model cannot know apart, and weighs rows of a random sample', () => {
  const measures = emptyMeasures();
  countRow(measures, twoClasses, truthOf('maybe'), { outcome: 'yes', scores: null });
  countRow(measures, twoClasses, truthOf('yes', { weight: 4 }), { outcome: 'yes', scores: null });
  countRow(measures, twoClasses, truthOf('no'), { outcome: 'yes', scores: [0.2, 7] });
  countRow(measures, twoClasses, truthOf('no'), { outcome: '', scores: null });
  expect(measures).toMatchObject({ n: 2, weight: 5, squaredWeight: 17, labelled: 4, misfits: 1, unanswered: 1 });
  expect([...measures.misfitValues]).toEqual([['maybe', 1]]);
  expect(measures.classes?.scored.n).toBe(0);
  const numbers = emptyMeasures();
  for (const label of ['late', 'Infinity', '', '1e300', '12.5'])
    countRow(numbers, aNumber, truthOf(label), { outcome: '10', scores: null });
  expect(numbers).toMatchObject({ n: 1, misfits: 4 });
  expect(numbers.numbers?.error).toBe(-2.5);
});
