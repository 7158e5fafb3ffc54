import { expect, test } from 'vitest';
import { FIXTURES, readCases } from '../onnx/fixtures/read-cases';
import { readKserveV1 } from './kserve-v1';
import { readOpenInference } from './open-inference';
import { ProtocolError } from './protocol-error';
import type { ServedSignature } from './signature';

const refusal = (signature: ServedSignature, body: unknown) => {
  try {
    readKserveV1(signature, body);
  } catch (error) {
    if (error instanceof ProtocolError) return `${error.status} ${error.field} ${error.reason}`;
    throw error;
  }
  return 'taken';
};
const { signature: ridge } = readCases('diabetes_ridge');
const { signature: text } = readCases('tfidf_text');
const { signature: mixed } = readCases('mixed_columns');

test.each(FIXTURES)('%s: instances and inputs are the tensors of the same case', (name) => {
  const { signature, cases } = readCases(name);
  for (const { inputs } of cases) {
    const wanted = readOpenInference(signature, { inputs }, null);
    const rows = inputs[0]?.shape[0] ?? 0;
    const part = (input: (typeof inputs)[number], row: number) => {
      const width = input.data.length / rows;
      return width === 1 ? input.data[row] : input.data.slice(row * width, (row + 1) * width);
    };
    const named = Array.from({ length: rows }, (_, row) =>
      Object.fromEntries(inputs.map((input) => [input.name, part(input, row)])),
    );
    const columns = Object.fromEntries(
      inputs.map((input) => [input.name, Array.from({ length: rows }, (_, row) => part(input, row))]),
    );
    expect(readKserveV1(signature, { instances: named }).tensors).toEqual(wanted.tensors);
    expect(readKserveV1(signature, { inputs: columns }).tensors).toEqual(wanted.tensors);
    if (inputs.length > 1) continue;
    const [only] = inputs;
    const lists = Array.from({ length: rows }, (_, row) => only && part(only, row));
    expect(readKserveV1(signature, { instances: lists })).toEqual({ ...wanted, id: undefined, outputs: undefined });
    expect(readKserveV1(signature, { inputs: lists }).tensors).toEqual(wanted.tensors);
  }
});

test('text rows are taken as values and as lists of one', () => {
  expect(readKserveV1(text, { instances: ['a', 'b'] }).tensors).toEqual(
    readKserveV1(text, { instances: [['a'], ['b']] }).tensors,
  );
  expect(readKserveV1(text, { inputs: { text: [['a'], ['b']] } }).tensors[0]).toMatchObject({
    shape: [2, 1],
    data: ['a', 'b'],
  });
});

test('converts to the nearest float', () => {
  const row = [0.1, 1, 2, 3, 4, 5, 6, 7, 8, 16_777_217];
  const [tensor] = readKserveV1(ridge, { instances: [row] }).tensors;
  expect([...(tensor?.data ?? [])]).toEqual(row.map(Math.fround));
});

test.each([
  ['no object', ridge, [], '400 instances bad_content'],
  ['neither key', ridge, {}, '400 inputs bad_content'],
  ['both keys', ridge, { instances: [], inputs: [] }, '400 instances bad_content'],
  ['instances that are no list', ridge, { instances: 3 }, '400 instances bad_content'],
  ['a narrow row', ridge, { instances: [[1, 2]] }, '400 X wrong_shape'],
  ['a ragged row', ridge, { instances: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1]] }, '400 X ragged'],
  ['values and objects mixed', ridge, { instances: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], {}] }, '400 X ragged'],
  ['lists for several inputs', mixed, { instances: [[1, 'a']] }, '400 instances bad_content'],
  ['columns of two lengths', mixed, { inputs: { age: [1, 2], sex: ['a'] } }, '400 sex bad_content'],
  ['a column that is no list', mixed, { inputs: { age: 1 } }, '400 inputs bad_content'],
  ['a number for a text', text, { instances: [1] }, '400 text wrong_type'],
])('refuses %s', (_, signature, body, wanted) => {
  expect(refusal(signature, body)).toBe(wanted);
});

test('no rows are tensors of no rows, of the shape that the model wants', () => {
  const shapes = (name: 'diabetes_ridge' | 'digits_conv' | 'mixed_columns') => {
    const { tensors, rows } = readKserveV1(readCases(name).signature, { instances: [] });
    return [rows, ...tensors.map((tensor) => tensor.shape.join())];
  };
  expect(shapes('diabetes_ridge')).toEqual([0, '0,10']);
  expect(shapes('digits_conv')).toEqual([0, '0,1,8,8']);
  expect(shapes('mixed_columns')).toEqual([0, ...new Array(6).fill('0,1')]);
});
