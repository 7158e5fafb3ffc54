import { expect, test } from 'vitest';
import { factorise, solveLower, solveUpper } from './cholesky';
import { golden, type SetName, wholeSet } from './fixtures/read-sets';
import { minimise } from './minimise';
import { trainModel } from './train-model';
import type { TableColumn } from './training-table';

const STRENGTHS = [
  ['light', 0.1],
  ['plain', 1],
  ['heavy', 50],
] as const;

async function train(name: SetName, algorithm: 'ridge' | 'logistic', l2: number) {
  const parameters = { l2 };
  const model = await trainModel(
    wholeSet(name),
    algorithm === 'ridge'
      ? { algorithm, task: 'regression', parameters, seed: 1 }
      : { algorithm, task: 'classification', parameters, seed: 1 },
  );
  if (model.fitted.core.kind !== 'linear') throw new Error('no linear model');
  const { coefficients, intercepts } = model.fitted.core.scores;
  return { model, w: coefficients.map((of) => Array.from(of)), b: Array.from(intercepts) };
}

const farthest = (one: readonly number[], other: readonly number[]) =>
  Math.max(...one.map((value, i) => Math.abs(value - (other[i] ?? Number.NaN))));

test.each(STRENGTHS)('ridge has the coefficients of scikit-learn 1.7.2, %s', async (name, l2) => {
  const { w, b } = await train('diabetes', 'ridge', l2);
  const expected = golden.linear[`ridge ${name}`];
  expect(farthest(w[0] ?? [], expected?.w as number[])).toBeLessThan(1e-6);
  expect(farthest(b, [expected?.b as number])).toBeLessThan(1e-6);
});

test.each(
  STRENGTHS.flatMap(([name, l2]) => (['breast_cancer', 'wine'] as const).map((set) => [set, name, l2] as const)),
)('logistic regression has the coefficients of scikit-learn 1.7.2, %s, %s', async (set, name, l2) => {
  const { model, w, b } = await train(set, 'logistic', l2);
  const expected = golden.linear[`${set} ${name}`];
  expect(model.isConverged).toBe(true);
  const matrix = expected?.w as number[][];
  expect(farthest(w.flat(), matrix.flat())).toBeLessThan(1e-4);
  expect(farthest(b, expected?.b as number[])).toBeLessThan(1e-4);
});

/** As trainers.py makes it of diabetes. */
function mixedColumns(): TableColumn[] {
  const { columns } = wholeSet('diabetes');
  const of = (at: number) => columns[at]?.values as Float64Array;
  return [
    { name: 'age', values: of(0).map((value, row) => (row % 7 === 3 ? Number.NaN : value)) },
    { name: 'band', values: Array.from(of(3), (value) => ['low', 'middle', 'high', ''][Math.trunc(value) % 4] ?? '') },
    { name: 'bmi', values: of(2) },
  ];
}

test('imputes, scales, encodes and weighs as a pipeline of scikit-learn does', async () => {
  const columns = mixedColumns();
  const { target } = wholeSet('diabetes');
  const weights = target.map((_, row) => 1 + (row % 3));
  const model = await trainModel(
    { columns, target, weights },
    { algorithm: 'ridge', task: 'regression', parameters: { l2: 2, impute: 'median' }, seed: 1 },
  );
  const said = model.predict(columns);
  const expected = golden.linear.mixed.answers;
  expect(expected).toHaveLength(40);
  expect(said.kind === 'numbers' && farthest(expected, Array.from(said.values))).toBeLessThan(1e-6);
  expect(model.notes.imputed.map(({ column, value }) => [column, value])).toEqual([
    ['age', 50],
    ['band', null],
  ]);
});

test('solves a definite matrix, and knows one that is not', () => {
  const matrix = Float64Array.of(4, 2, 2, 3);
  expect(factorise(matrix, 2)).toBe(true);
  const solved = Float64Array.of(2, 1);
  solveLower(matrix, solved);
  solveUpper(matrix, solved);
  expect(farthest(Array.from(solved), [0.5, 0])).toBeLessThan(1e-15);
  expect(factorise(Float64Array.of(1, 1, 1, 1), 2)).toBe(false);
});

test('finds the least value of a narrow valley', () => {
  const scales = Float64Array.from({ length: 30 }, (_, i) => 10 ** (i / 10));
  const steps = minimise(
    (at, gradient) => {
      let value = 0;
      for (const [i, scale] of scales.entries()) {
        const off = (at[i] ?? 0) - i;
        value += (scale * off * off) / 2;
        gradient[i] = scale * off;
      }
      return value;
    },
    new Float64Array(30),
    { tolerance: 1e-8, iterations: 500 },
  );
  let step = steps.next();
  while (!step.done) step = steps.next();
  expect(step.value.isConverged).toBe(true);
  expect(farthest(Array.from(step.value.at), Array.from(scales.keys()))).toBeLessThan(1e-7);
});
