import fs from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { getReference, uploadReference } from '@/lib/domain/datasets';
import { saveOverlay } from '@/lib/domain/registry';
import { checkParity, evaluateVersion, getReports, type InferRows, type RowAnswer } from '@/lib/domain/validation';
import { AppError } from '@/lib/platform/errors';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
  await uploadFixture(project, 'diabetes_ridge', 'ridge');
  const { version } = await uploadFixture(project, 'mixed_columns', 'mixed');
  expect(version.signature.reading.task).toBe('classification');
});

async function* body(text: string) {
  yield new TextEncoder().encode(text);
}

const listOf = (row: Record<string, unknown>): (number | null)[] => {
  const [list] = Object.values(row);
  return Array.isArray(list) ? list : [];
};

/** A regression that weighs its columns 1 to 10; a missing one counts as nothing and adds 1. */
const weighed = (values: readonly (number | null)[]): number =>
  values.reduce<number>((sum, value, i) => sum + (value === null ? 1 : value * (i + 1)), 0);

const inferValue: InferRows = async ({ rows }) => ({
  classes: [],
  answers: rows.map((row): RowAnswer => {
    const value = weighed(listOf(row));
    return { outcome: String(value), label: null, probabilities: null, value };
  }),
});

const HEADER = Array.from({ length: 10 }, (_, i) => `c${i}`).join(',');
const cells = (seed: number) => Array.from({ length: 10 }, (_, i) => ((seed * 7 + i * 13) % 17) + i / 10);
const table = (predict: (values: number[]) => number | string, rows = 20) =>
  `${HEADER},prediction\n${Array.from({ length: rows }, (_, k) => [...cells(k), predict(cells(k))].join(',')).join('\n')}\n`;

const parity = (text: string, infer = inferValue) =>
  checkParity(project.as('scientist'), { model: 'ridge', number: 1, filename: 'rows.csv', body: body(text), infer });

test('agrees when the numbers are the same, and keeps the report', async () => {
  const report = await parity(table((values) => weighed(values)));
  expect(report.result).toMatchObject({ rows: 20, agreed: 20, firstDifference: null, cause: null });
  expect(report.result.largestDifference).toBeLessThan(1e-9);
  expect((await getReports(project.as('reviewer'), { model: 'ridge', number: 1 })).parity?.id).toBe(report.id);
  expect(await auditActions('model:ridge/1')).toContain('validation.parity');
  await expect(
    checkParity(project.as('reviewer'), {
      model: 'ridge',
      number: 1,
      filename: 'x',
      body: body('a\n1\n'),
      infer: inferValue,
    }),
  ).rejects.toMatchObject({ code: 'forbidden' });
});

test('finds two swapped columns, rounding, and missing cells that were 0 elsewhere', async () => {
  const swapped = await parity(
    table((values) => {
      const copy = [...values];
      [copy[2], copy[5]] = [copy[5] ?? 0, copy[2] ?? 0];
      return weighed(copy);
    }),
  );
  expect(swapped.result.cause).toEqual({ kind: 'column-order', columns: ['X_2', 'X_5'] });
  expect(swapped.result.firstDifference?.line).toBe(
    swapped.result.firstDifference ? swapped.result.firstDifference.row + 1 : 0,
  );
  const rounded = await parity(table((values) => weighed(values) * 1.0001));
  expect(rounded.result).toMatchObject({ agreed: 0, cause: { kind: 'float32' } });
  const gap = [
    ...cells(3).map((value, i) => (i === 4 ? '' : value)),
    weighed(cells(3).map((v, i) => (i === 4 ? 0 : v))),
  ];
  const missing = await parity(`${HEADER},prediction\n${gap.join(',')}\n`);
  expect(missing.result.cause).toEqual({ kind: 'missing-as-zero' });
});

test('names what a parity file lacks and the cell that does not fit', async () => {
  await expect(parity(`${HEADER}\n${cells(1).join(',')}\n`)).rejects.toMatchObject({ reason: 'no_prediction_column' });
  await expect(parity('c0,prediction\n1,2\n')).rejects.toMatchObject({ reason: 'missing_columns' });
  await expect(parity(table(() => 'many'))).rejects.toThrow('Line 2, column "prediction": "many" is not a number.');
  const refusing: InferRows = () => {
    throw new AppError('invalid_input', 'no', {
      invalidParams: [{ name: 'rows.3.X_4', reason: 'it must be a number' }],
    });
  };
  await expect(
    parity(
      table((values) => weighed(values)),
      refusing,
    ),
  ).rejects.toThrow('Line 5, column "X_4": it must be a number');
});

test('finds a map of class names', async () => {
  const text = `age,sex,bmi,s5,pressure_band,glucose_band,prediction\n${Array.from(
    { length: 10 },
    (_, i) => `${30 + i},a,20,4.5,raised,middling,${i % 2 === 0 ? 'no' : 'yes'}`,
  ).join('\n')}\n`;
  const infer: InferRows = async ({ rows }) => ({
    classes: ['fast', 'slow'],
    answers: rows.map((row): RowAnswer => {
      const label = Number(row.age) % 2 === 0 ? 'fast' : 'slow';
      return { outcome: label, label, probabilities: null, value: null };
    }),
  });
  const report = await checkParity(project.as('scientist'), {
    model: 'mixed',
    number: 1,
    filename: 'rows.csv',
    body: body(text),
    infer,
  });
  expect(report.result).toMatchObject({
    agreed: 0,
    cause: { kind: 'label-map', mapping: { no: 'fast', yes: 'slow' } },
  });
});

test('judges a regression beside the mean', async () => {
  const text = table((values) => weighed(values) + 2).replace('prediction', 'truth');
  const report = await evaluateVersion(project.as('scientist'), {
    model: 'ridge',
    number: 1,
    filename: 'test.csv',
    body: body(text),
    infer: inferValue,
    target: 'truth',
  });
  expect(report.result).toMatchObject({
    task: 'regression',
    rows: 20,
    effectiveRows: 20,
    baselines: { measure: 'mae' },
  });
  expect(report.result.regression?.mae.value).toBeCloseTo(2, 9);
  expect(report.result.baselines.model).toBeCloseTo(2, 9);
  expect(report.result.baselines.constant?.score ?? 0).toBeGreaterThan(2);
});

test('judges a classification by groups, beside the majority and one column', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => {
    const truth = i % 3 === 0 ? 'slow' : 'fast';
    return `${i % 3 === 0 ? 70 : 30},a,20,4.5,raised,middling,${truth},day${Math.floor(i / 4)}`;
  });
  const infer: InferRows = async (call) => ({
    classes: ['fast', 'slow'],
    answers: call.rows.map((row): RowAnswer => {
      const label = Number(row.age) > 50 ? 'slow' : 'fast';
      return { outcome: label, label, probabilities: label === 'slow' ? [0.1, 0.9] : [0.8, 0.2], value: null };
    }),
  });
  const text = `age,sex,bmi,s5,pressure_band,glucose_band,band,day\n${rows.join('\n')}\n`;
  const ask = (target: string, given = text) =>
    evaluateVersion(project.as('scientist'), {
      model: 'mixed',
      number: 1,
      filename: 'test.csv',
      body: body(given),
      infer,
      target,
      group: 'day',
    });
  const { result } = await ask('band');
  expect(result).toMatchObject({ rows: 40, effectiveRows: 10, baselines: { rows: 20, measure: 'accuracy', model: 1 } });
  expect(result.classification?.accuracy).toMatchObject({ value: 1, method: 'cluster-bootstrap' });
  expect(result.classification?.rocAuc).toBe(1);
  expect(result.baselines.constant).toMatchObject({ answer: 'fast' });
  expect(result.baselines.rule).toMatchObject({ column: 'age', score: 1 });
  await expect(ask('nothing')).rejects.toMatchObject({ reason: 'no_column' });
  await expect(ask('band', text.replace(',slow,', ',odd,'))).rejects.toThrow(/"odd" is no class of the model/);
});

test('learns the reference of a version from its training rows', async () => {
  const csv = fs.readFileSync('lib/pure/onnx/fixtures/mixed_columns/train.csv', 'utf8');
  const upload = (text: string, role: 'scientist' | 'reviewer' = 'scientist') =>
    uploadReference(project.as(role), { model: 'mixed', number: 1, filename: 'train.csv', body: body(text) });
  const { reference, matchedBy, ignored } = await upload(csv);
  expect({ matchedBy, ignored }).toEqual({ matchedBy: 'name', ignored: ['target'] });
  expect(reference.columns.age).toMatchObject({ kind: 'number', nulls: 0, n: reference.rows });
  expect(reference.columns.pressure_band?.kind).toBe('category');
  expect((await getReference(project.as('reviewer'), { model: 'mixed', number: 1 })).reference?.id).toBe(reference.id);
  const job = await systemCtxOfTest().db.job.findFirstOrThrow({
    where: { projectId: project.id, kind: 'reference-backfill' },
  });
  expect(job.payload).toMatchObject({ number: 1, profileId: reference.id });
  expect(await auditActions('model:mixed/1')).toContain('reference.upload');
  await expect(upload('age,sex\n1,a\n')).rejects.toThrow(
    /lacks 4 of the 6 columns.*bmi, s5, pressure_band, glucose_band/,
  );
  await expect(upload(csv.replace(/\n(\d+),/, '\nold,'))).rejects.toThrow(
    /Line 2, column "age": "old" is not a number/,
  );
  await expect(upload(csv, 'reviewer')).rejects.toMatchObject({ code: 'forbidden' });
});

test('takes the names of the owner for the reference of a nameless input', async () => {
  const columns = Array.from({ length: 10 }, (_, index) => ({
    input: 'X',
    index,
    name: `named${index}`,
    title: '',
    kind: 'number' as const,
    unit: '',
    min: null,
    max: null,
    categories: [],
    nullable: false,
    default: null,
    personal: 'keep' as const,
  }));
  await saveOverlay(project.as('scientist'), {
    model: 'ridge',
    number: 1,
    overlay: { columns, classNames: {}, outputUnit: 'mg', examples: [] },
  });
  const { reference, matchedBy } = await uploadReference(project.as('scientist'), {
    model: 'ridge',
    number: 1,
    filename: 'train.csv',
    body: body(fs.readFileSync('lib/pure/onnx/fixtures/diabetes_ridge/train.csv', 'utf8')),
  });
  expect(matchedBy).toBe('position');
  expect(Object.keys(reference.columns)).toEqual(columns.map(({ name }) => name));
});
