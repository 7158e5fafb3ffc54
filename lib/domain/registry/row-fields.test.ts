import { expect, test } from 'vitest';
import { exampleRow, rowFields } from './row-fields';
import { Overlay, type Signature } from './schema';
import { servedSignature } from './served-signature';

const signature: Signature = {
  inputs: [
    { name: 'X', datatype: 'FP32', shape: [-1, 2], nullable: true },
    { name: 'town', datatype: 'BYTES', shape: [-1, 1], nullable: false },
    { name: 'picture', datatype: 'FP32', shape: [-1, 1, 8, 8], nullable: false },
  ],
  outputs: [],
  reading: { task: 'tensors' },
  rowByRow: false,
};
const column = { title: '', unit: '', min: null, max: null, categories: [], nullable: false, default: null };

test('makes one field of every named place, a list of a nameless one and a picture of many dimensions', () => {
  const fields = rowFields(servedSignature(signature, null), null);
  expect(fields.map(({ name, kind, shape }) => [name, kind, shape])).toEqual([
    ['X', 'list', [2]],
    ['town', 'text', []],
    ['picture', 'image', [1, 8, 8]],
  ]);
  expect(exampleRow(fields, null).X).toEqual([0, 0]);
  expect(exampleRow(fields, null).picture).toHaveLength(64);
});

test('takes what the owner said, and begins with the first example, else with the middle of the range', () => {
  const overlay = Overlay.parse({
    columns: [
      { ...column, input: 'X', index: 0, name: 'age', kind: 'integer', unit: 'years', min: 20, max: 81 },
      { ...column, input: 'X', index: 1, name: 'bmi', kind: 'number' },
      { ...column, input: 'town', index: null, name: 'town', kind: 'category', categories: ['Natal', 'Recife'] },
    ],
  });
  const fields = rowFields(servedSignature(signature, overlay), overlay);
  expect(fields.map(({ name, kind }) => [name, kind]).slice(0, 3)).toEqual([
    ['age', 'integer'],
    ['bmi', 'number'],
    ['town', 'category'],
  ]);
  expect(exampleRow(fields, overlay)).toMatchObject({ age: 51, bmi: 0, town: 'Natal' });
  expect(exampleRow(fields, { ...overlay, examples: [{ age: 30, town: 'Recife' }] })).toMatchObject({
    age: 30,
    bmi: 0,
    town: 'Recife',
  });
});
