import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { inspectOnnx } from '../onnx/inspect';
import { lintSignature } from '../onnx/lint';
import { bytesSource } from '../onnx/wire';
import type { Predictions } from './fitted-model';
import { madeRows, strangeRows } from './fixtures/made-rows';
import { type TrainedModel, trainModel } from './train-model';
import type { TrainingSettings } from './training-settings';
import type { Cell, TableColumn } from './training-table';

interface Answer {
  name: string;
  shape: number[];
  data: (number | string)[];
}

/** The rows as a client sends them: null is NaN for a float, and '' for a text. */
function requestOf(model: TrainedModel, columns: readonly TableColumn[]) {
  return model.inputs.map(({ name, datatype }) => {
    const values = columns.find((column) => column.name === name)?.values ?? [];
    const cellOf = (cell: Cell | undefined) => {
      if (datatype === 'BYTES') return cell === null ? '' : String(cell);
      return typeof cell === 'number' && !Number.isFinite(cell) && !Number.isNaN(cell) ? String(cell) : (cell ?? null);
    };
    return { name, datatype, shape: [values.length, 1], data: Array.from(values as readonly Cell[], cellOf) };
  });
}

function run(model: TrainedModel, tables: readonly (readonly TableColumn[])[]): Answer[][] {
  const script = fileURLToPath(new URL('../onnx/fixtures/run-model.mjs', import.meta.url));
  const requests = tables.map((columns) => requestOf(model, columns));
  const input = JSON.stringify({ model: Buffer.from(model.onnx).toString('base64'), requests });
  const child = spawnSync(process.execPath, [script], { input, encoding: 'utf8', timeout: 30_000 });
  expect(child.stderr).toBe('');
  return JSON.parse(child.stdout);
}

/** How far a file's answers are from the trainer's own; of numbers as a part of them where they are above 1. */
function differenceOf(own: Predictions, answers: readonly Answer[]): number {
  const name = own.kind === 'numbers' ? 'variable' : 'probabilities';
  const said = answers.find((answer) => answer.name === name)?.data ?? [];
  const expected = own.kind === 'numbers' ? own.values : own.probabilities;
  expect(said).toHaveLength(expected.length);
  return Math.max(
    ...Array.from(expected, (value, i) => Math.abs(Number(said[i]) - value) / Math.max(1, Math.abs(value))),
  );
}

const rowsOf = (columns: readonly TableColumn[], from: number, to: number): TableColumn[] =>
  columns.map((column) => ({ ...column, values: (column.values as readonly Cell[]).slice(from, to) }));

type Targets = 'number' | 'two' | 'several' | 'whole';

/** Of a signal: itself, a boolean, three texts or four integers. */
function targetOf(signal: readonly number[], of: Targets): Cell[] {
  return signal.map((value) => {
    if (of === 'number') return 1000 + 50 * value;
    if (of === 'two') return value > 12;
    return of === 'several' ? (['high', 'low', 'mid'][Math.floor(value / 8)] ?? 'high') : Math.floor(value / 7) - 1;
  });
}

const linear = { parameters: { l2: 0.5 }, seed: 1 };
const trees = { parameters: { rounds: 60, minRowsInLeaf: 5, leaves: 15 }, seed: 1 };
const CASES: readonly (readonly [Targets, TrainingSettings])[] = [
  ['number', { algorithm: 'ridge', task: 'regression', ...linear }],
  ['two', { algorithm: 'logistic', task: 'classification', ...linear }],
  ['several', { algorithm: 'logistic', task: 'classification', ...linear }],
  ['number', { algorithm: 'gradient-boosting', task: 'regression', ...trees }],
  ['two', { algorithm: 'gradient-boosting', task: 'classification', ...trees }],
  ['whole', { algorithm: 'gradient-boosting', task: 'classification', ...trees }],
];

test.each(CASES)(
  'answers in onnxruntime what the trainer does, %s',
  async (of, settings) => {
    const { columns, signal } = madeRows(800, 7);
    const model = await trainModel({ columns, target: targetOf(signal, of) }, settings);
    const fresh = madeRows(300, 8).columns;
    const strange = strangeRows();
    const alone = [0, 1, 2].map((row) => rowsOf(fresh, row, row + 1));
    const [onFresh = [], onStrange = [], ...onAlone] = run(model, [fresh, strange, ...alone]);
    expect(differenceOf(model.predict(fresh), onFresh)).toBeLessThan(1e-5);
    expect(differenceOf(model.predict(strange), onStrange)).toBeLessThan(1e-5);
    for (const [row, answers] of onAlone.entries())
      expect(differenceOf(model.predict(alone[row] ?? []), answers)).toBeLessThan(1e-5);
    const said = model.predict(fresh);
    if (said.kind === 'numbers') return;
    const labels = onFresh.find(({ name }) => name === 'label')?.data ?? [];
    expect(labels).toHaveLength(300);
    const width = said.labels.length;
    for (const [row, label] of labels.entries()) {
      const chances = Array.from(said.probabilities.subarray(row * width, (row + 1) * width));
      const own = said.labels.indexOf(String(label));
      expect((chances[own] ?? 0) - Math.max(...chances)).toBeGreaterThan(-1e-6);
    }
  },
  60_000,
);

test.each(CASES)('passes inspection and lint, %s', async (of, settings) => {
  const { columns, signal } = madeRows(400, 7);
  const model = await trainModel({ columns, target: targetOf(signal, of) }, settings);
  const inspection = await inspectOnnx(bytesSource(model.onnx));
  expect(lintSignature(inspection)).toEqual([]);
  expect(inspection.inputs.map(({ name, datatype, shape }) => [name, datatype, shape])).toEqual([
    ['size', 'FP32', [-1, 1]],
    ['count', 'INT64', [-1, 1]],
    ['city', 'BYTES', [-1, 1]],
    ['flag', 'BOOL', [-1, 1]],
    ['sometimes', 'FP32', [-1, 1]],
    ['never', 'FP32', [-1, 1]],
    ['always', 'BYTES', [-1, 1]],
  ]);
  expect(inspection.fixedBatch).toBe(false);
  if (of === 'number') {
    expect(inspection.outputs.map(({ name, shape }) => [name, shape])).toEqual([['variable', [-1, 1]]]);
    return;
  }
  const labels = { two: ['false', 'true'], several: ['high', 'low', 'mid'], whole: ['-2', '-1', '0', '1', '2', '3'] }[
    of
  ];
  expect(model.classes?.labels).toEqual(labels);
  const datatype = of === 'whole' ? 'INT64' : 'BYTES';
  expect(inspection.classLabels).toEqual([
    { output: 'label', datatype, labels },
    { output: 'probabilities', datatype, labels },
  ]);
});

test('names that a file would use twice are told apart, and too many categories share one', async () => {
  const { signal } = madeRows(600, 7);
  const columns: TableColumn[] = [
    { name: 'probabilities', values: signal.map((value, row) => (row % 3 === 0 ? value : 0)) },
    { name: '/1', values: signal.map((_, row) => `only ${row % 300}`) },
  ];
  const target = targetOf(signal, 'two');
  for (const settings of [CASES[1]?.[1], CASES[4]?.[1]] as TrainingSettings[]) {
    const model = await trainModel({ columns, target }, settings);
    expect(model.notes.bounded).toEqual([{ column: '/1', categories: 300, kept: 254, otherRows: 92 }]);
    const asked = [
      { name: 'probabilities', values: [0, 1, null] },
      { name: '/1', values: ['only 3', 'nobody', null] },
    ];
    const [answers = []] = run(model, [asked]);
    const said = model.predict(asked);
    const found = answers.find(({ name }) => name === 'probabilities_')?.data ?? [];
    expect(said.kind).toBe('classes');
    if (said.kind === 'classes')
      for (const [i, value] of said.probabilities.entries()) expect(found[i]).toBeCloseTo(value, 5);
  }
});

test('asks for many sets of texts in turn', async () => {
  const { signal } = madeRows(900, 7);
  const columns: TableColumn[] = ['a', 'b'].map((name, k) => ({
    name,
    values: signal.map((value, row) => `${(Math.floor(value * (k + 2)) + row) % 40}`),
  }));
  const model = await trainModel(
    { columns, target: targetOf(signal, 'number') },
    { algorithm: 'gradient-boosting', task: 'regression', parameters: { rounds: 150, minRowsInLeaf: 3 }, seed: 1 },
  );
  const inspection = await inspectOnnx(bytesSource(model.onnx));
  expect(inspection.operators.find(({ name }) => name === 'TreeEnsembleRegressor')?.count).toBeGreaterThan(1);
  const [answers = []] = run(model, [columns]);
  expect(differenceOf(model.predict(columns), answers)).toBeLessThan(1e-5);
});
