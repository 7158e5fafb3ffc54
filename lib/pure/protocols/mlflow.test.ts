import { expect, test } from 'vitest';
import { FIXTURES, readCases } from '../onnx/fixtures/read-cases';
import { readFrame, readMlflow } from './mlflow';
import { readOpenInference } from './open-inference';
import { ProtocolError } from './protocol-error';
import type { ServedSignature } from './signature';

const refusal = (signature: ServedSignature, body: unknown) => {
  try {
    readMlflow(signature, body);
  } catch (error) {
    if (error instanceof ProtocolError) return error.status;
    throw error;
  }
  return 'taken';
};
const { signature: ridge, cases: ridgeCases, columns: ridgeColumns } = readCases('diabetes_ridge');
const { signature: mixed } = readCases('mixed_columns');

const tabular = FIXTURES.filter((name) => name !== 'digits_conv');

test.each(tabular)('%s: a data frame is the tensors of the same case', (name) => {
  const { signature, cases, columns } = readCases(name);
  for (const { inputs } of cases) {
    const wanted = readOpenInference(signature, { inputs }, null);
    const rows = inputs[0]?.shape[0] ?? 0;
    const data = Array.from({ length: rows }, (_, row) =>
      inputs.flatMap((input) => {
        const width = input.data.length / rows;
        return input.data.slice(row * width, (row + 1) * width);
      }),
    );
    const records = data.map((cells) => Object.fromEntries(columns.map((column, i) => [column, cells[i]])));
    const index = data.map((_, i) => i);
    expect(readMlflow(signature, { dataframe_split: { columns, data, index } }).tensors).toEqual(wanted.tensors);
    expect(readMlflow(signature, { dataframe_records: records, params: { a: 1 } }).tensors).toEqual(wanted.tensors);
    const texts = data.map((cells) => cells.map((cell) => (cell === null ? '' : String(cell))));
    expect(readFrame(signature, columns, texts, 'csv', true).tensors).toEqual(wanted.tensors);
    if (inputs.length === 1) expect(readMlflow(signature, { inputs: data }).tensors).toEqual(wanted.tensors);
  }
});

test('a data frame carries context beside its columns', () => {
  const [input] = ridgeCases[0]?.inputs ?? [];
  const read = readMlflow(ridge, {
    dataframe_split: {
      columns: ['context.entity', ...ridgeColumns],
      data: [['p-1', ...(input?.data ?? [])]],
    },
  });
  expect(read.context).toEqual([{ entity: 'p-1' }]);
  expect(read.tensors).toEqual(readOpenInference(ridge, { inputs: ridgeCases[0]?.inputs }, null).tensors);
});

test('records of a nameless tensor go by the columns of the first, whatever order the others have', () => {
  const [a, b] = [
    { p: 1, q: 2 },
    { q: 4, p: 3 },
  ];
  const narrow: ServedSignature = {
    ...ridge,
    inputs: ridge.inputs.map((input) => ({ ...input, shape: [-1, 2] })),
  };
  expect([...(readMlflow(narrow, { dataframe_records: [a, b] }).tensors[0]?.data ?? [])]).toEqual([1, 2, 3, 4]);
  expect(refusal(narrow, { dataframe_records: [a, { p: 1 }] })).toBe(400);
  expect(refusal(narrow, { dataframe_records: [a, 3] })).toBe(400);
  expect(refusal(narrow, { dataframe_records: [a, { ...b, r: 5 }] })).toBe(400);
});

test.each([
  ['no object', []],
  ['none of the four', { params: {} }],
  ['two of the four', { instances: [[1]], inputs: [[1]] }],
  ['a split frame without columns', { dataframe_split: { data: [] } }],
  ['a short row', { dataframe_split: { columns: ridgeColumns, data: [[1, 2]] } }],
  ['a column twice', { dataframe_split: { columns: ridgeColumns.map(() => 'a'), data: [] } }],
  ['records that are no list', { dataframe_records: {} }],
  ['an unknown column', { dataframe_records: [{ weight: 1 }] }],
])('refuses %s', (_, body) => {
  expect(refusal(mixed, body)).toBe(400);
  expect(refusal(ridge, body)).toBe(400);
});
