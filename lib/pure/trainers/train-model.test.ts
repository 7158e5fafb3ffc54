import { expect, test } from 'vitest';
import { madeRows } from './fixtures/made-rows';
import { trainModel } from './train-model';
import { TrainingRefused } from './training-refused';
import type { TrainingSettings } from './training-settings';
import type { Cell, TableColumn, TrainingTable } from './training-table';

const RIDGE: TrainingSettings = { algorithm: 'ridge', task: 'regression', seed: 1 };
const LOGISTIC: TrainingSettings = { algorithm: 'logistic', task: 'classification', seed: 1 };
const TREES: TrainingSettings = { algorithm: 'gradient-boosting', task: 'classification', seed: 1 };

const N = 60;
const list = <Value>(make: (row: number) => Value, rows = N) => Array.from({ length: rows }, (_, row) => make(row));
const x: TableColumn = { name: 'x', values: list((row) => row) };
const good: TrainingTable = { columns: [x], target: list((row) => row % 2) };
const named = (values: readonly Cell[], more: Partial<TableColumn> = {}): TrainingTable => ({
  ...good,
  columns: [x, { name: 'bad', values, ...more }],
});

const REFUSED: readonly (readonly [string, TrainingTable, TrainingSettings, Partial<TrainingRefused>])[] = [
  ['no target at all', { ...good, target: list(() => null) }, RIDGE, { code: 'no_target', numbers: { rows: N } }],
  ['one class', { ...good, target: list(() => 'a') }, TREES, { code: 'one_class', numbers: { rows: N } }],
  ['one number', { ...good, target: list(() => 4) }, RIDGE, { code: 'constant_target' }],
  [
    'text for a number to learn',
    { ...good, target: list((row) => (row < 2 ? 'two' : row)) },
    RIDGE,
    { code: 'target_not_numbers', numbers: { rows: 2 } },
  ],
  [
    'fractions for classes',
    { ...good, target: list((row) => row / 2) },
    LOGISTIC,
    { code: 'target_not_classes', numbers: { rows: N / 2 } },
  ],
  [
    'a class for each row',
    { columns: [{ name: 'x', values: list((row) => row, 300) }], target: list((row) => `id ${row}`, 300) },
    LOGISTIC,
    { code: 'too_many_classes', numbers: { classes: 300, limit: 200 } },
  ],
  [
    'too few rows for a leaf on each side',
    { ...good, target: list((row) => (row < 39 ? row % 2 : null)) },
    TREES,
    { code: 'too_few_rows', numbers: { rows: 39, needed: 40 } },
  ],
  [
    'too few rows for a line',
    { ...good, target: list((row) => (row < 9 ? row : null)) },
    RIDGE,
    { code: 'too_few_rows', numbers: { rows: 9, needed: 10 } },
  ],
  [
    'a text in a column of numbers',
    named(
      list((row) => (row === 5 ? 'n/a' : row)),
      { kind: 'number' },
    ),
    RIDGE,
    { code: 'text_in_number_column', column: 'bad', numbers: { rows: 1 } },
  ],
  [
    'a missing value for an integer input',
    named(
      list((row) => (row === 5 ? null : row)),
      { datatype: 'INT64' },
    ),
    RIDGE,
    { code: 'unfit_for_datatype', column: 'bad', numbers: { missing: 1, fractions: 0 } },
  ],
  ['no column', { ...good, columns: [] }, RIDGE, { code: 'no_columns' }],
  [
    'nothing that varies',
    { ...good, columns: [{ name: 'one', values: list(() => 1) }] },
    RIDGE,
    { code: 'no_usable_column' },
  ],
  ['two columns of one name', { ...good, columns: [x, x] }, RIDGE, { code: 'duplicate_column', column: 'x' }],
  ['a name that no file can have', { ...good, columns: [{ ...x, name: '' }] }, RIDGE, { code: 'bad_column_name' }],
  ['columns of other lengths', named([1, 2]), RIDGE, { code: 'length_differs', column: 'bad' }],
  ['weights below 0', { ...good, weights: new Float64Array(N).fill(-1) }, RIDGE, { code: 'bad_weights' }],
  ['times that are none', { ...good, times: new Float64Array(N).fill(Number.NaN) }, RIDGE, { code: 'bad_times' }],
  [
    'a rate of 0',
    good,
    { ...TREES, parameters: { learningRate: 0 } },
    { code: 'bad_parameter', column: 'learningRate' },
  ],
  ['half a round', good, { ...TREES, parameters: { rounds: 1.5 } }, { code: 'bad_parameter', column: 'rounds' }],
  [
    'held out by time without times',
    good,
    { ...TREES, parameters: { earlyStopping: { rounds: 5, share: 0.2, by: 'time' } } },
    { code: 'no_times' },
  ],
  [
    'more coefficients than are solved at once',
    {
      columns: Array.from({ length: 12 }, (_, k) => ({
        name: `${k}`,
        values: list((row) => `${k} ${row}`, 300),
      })),
      target: list((row) => row % 2, 300),
    },
    LOGISTIC,
    { code: 'too_many_coefficients', numbers: { coefficients: 12 * 255, limit: 3000 } },
  ],
  [
    'twice the same column and no penalty',
    named(list((row) => row)),
    { ...RIDGE, parameters: { l2: 0 } },
    { code: 'collinear_columns' },
  ],
];

test.each(REFUSED)('refuses %s', async (_, table, settings, expected) => {
  const refusal = await trainModel(table, settings).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(TrainingRefused);
  expect(refusal).toMatchObject(expected);
});

test('says what it left out, imputed and read otherwise', async () => {
  const rows = 400;
  const table: TrainingTable = {
    columns: [
      { name: 'x', values: list((row) => (row % 10 === 0 ? null : row), rows) },
      { name: 'empty', values: list(() => null, rows) },
      { name: 'same', values: list(() => 'a', rows) },
      { name: 'mixed', values: list((row) => (row % 2 ? row % 4 : 'even'), rows) },
      { name: 'ids', values: list((row) => `id ${row}`, rows) },
      { name: 'far', values: list((row) => (row === 2 ? Number.POSITIVE_INFINITY : row % 7), rows) },
    ],
    target: list((row) => (row % 8 === 7 ? null : row % 3), rows),
  };
  const { notes, columns, inputs } = await trainModel(table, RIDGE);
  expect(notes.rows).toEqual({ given: 400, withoutTarget: 50, learnt: 350, heldOut: 0 });
  expect(notes.dropped).toEqual([
    { column: 'empty', reason: 'all_null' },
    { column: 'same', reason: 'constant' },
  ]);
  expect(notes.treatedAsCategory).toEqual([{ column: 'mixed', numbers: 150 }]);
  expect(notes.bounded).toEqual([{ column: 'ids', categories: 350, kept: 254, otherRows: 96 }]);
  expect(notes.notFinite).toEqual([{ column: 'far', rows: 1 }]);
  expect(notes.imputed.map(({ column, missing }) => [column, missing])).toEqual([
    ['x', 40],
    ['far', 1],
  ]);
  expect(columns).toEqual(['x', 'mixed', 'ids', 'far']);
  expect(inputs.map(({ name }) => name)).toEqual(['x', 'empty', 'same', 'mixed', 'ids', 'far']);
});

test('100,000 categories take no more than they may', async () => {
  const rows = 100_000;
  const table: TrainingTable = {
    columns: [
      { name: 'id', values: list((row) => `customer ${row}`, rows) },
      { name: 'x', values: Float64Array.from({ length: rows }, (_, row) => row % 97) },
    ],
    target: Float64Array.from({ length: rows }, (_, row) => (row % 97) / 2),
  };
  const model = await trainModel(table, {
    algorithm: 'gradient-boosting',
    task: 'regression',
    parameters: { rounds: 3 },
    seed: 1,
  });
  expect(model.notes.bounded).toEqual([{ column: 'id', categories: 100_000, kept: 254, otherRows: 99_746 }]);
  expect(model.onnx.length).toBeLessThan(100_000);
});

test('the same table and settings give the same bytes', async () => {
  const { columns, signal } = madeRows(500, 3);
  const table = { columns, target: signal };
  const settings: TrainingSettings = {
    algorithm: 'gradient-boosting',
    task: 'regression',
    parameters: { rounds: 20, earlyStopping: { rounds: 5, share: 0.2 } },
    seed: 9,
  };
  const [one, other] = [await trainModel(table, settings), await trainModel(table, settings)];
  expect(one.onnx).toEqual(other.onnx);
  expect(one.notes.rows).toEqual({ given: 500, withoutTarget: 0, learnt: 400, heldOut: 100 });
});

test('stops early at the best round of rows that came last', async () => {
  const { columns, signal } = madeRows(600, 3);
  const times = Float64Array.from(signal.keys());
  // What the last rows answer has nothing to do with the others.
  const target = signal.map((value, row) => (row < 480 ? value : 15));
  const model = await trainModel(
    { columns, target, times },
    {
      algorithm: 'gradient-boosting',
      task: 'regression',
      parameters: { earlyStopping: { rounds: 4, share: 0.2 } },
      seed: 1,
    },
  );
  expect(model.notes.rows.heldOut).toBe(120);
  expect(model.losses.length).toBeLessThan(100);
  const best = Math.min(...model.losses.map(({ validationLoss }) => validationLoss ?? Number.NaN));
  const start = model.losses[model.keptRounds - 1];
  expect(start?.validationLoss === best || model.keptRounds === 1).toBe(true);
  expect(model.losses.length - model.keptRounds).toBeLessThanOrEqual(4);
});

test('rows that weigh nothing teach nothing', async () => {
  const { columns, signal } = madeRows(400, 3);
  const weights = Float64Array.from(signal, (_, row) => (row < 200 ? 1 : 0));
  const target = signal.map((value, row) => (row < 200 ? value : -1000));
  const half = (cells: TableColumn['values']) => (cells as readonly Cell[]).slice(0, 200);
  for (const settings of [
    RIDGE,
    { ...TREES, task: 'regression', parameters: { minRowsInLeaf: 1, leaves: 4 } },
  ] as const) {
    const model = await trainModel({ columns, target, weights }, settings);
    const asked = columns.map((column) => ({ ...column, values: half(column.values) }));
    const said = model.predict(asked);
    if (said.kind !== 'numbers') throw new Error('no numbers');
    const errors = said.values.map((value, row) => Math.abs(value - (signal[row] ?? 0)));
    expect(errors.reduce((sum, error) => sum + error, 0) / 200).toBeLessThan(2);
  }
});

test('reports each round and waits for it, and ends when it is told', async () => {
  const seen: number[] = [];
  const end = new AbortController();
  const training = trainModel(
    { columns: [x], target: list((row) => row % 3) },
    { ...TREES, parameters: { minRowsInLeaf: 5 } },
    {
      signal: end.signal,
      report: async ({ round, rounds, trainLoss }) => {
        expect([rounds, trainLoss > 0]).toEqual([100, true]);
        seen.push(round);
        if (round === 7) setImmediate(() => end.abort(new Error('enough')));
      },
    },
  );
  await expect(training).rejects.toThrow('enough');
  expect(seen.length).toBeLessThan(10);
  expect(seen.slice(0, 7)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});
