import { expect, test } from 'vitest';
import { plainColumns, type ServedSignature } from '@/lib/pure/protocols/signature';
import { mapColumns, readForModel } from './map-columns';

const served = (inputs: [string, 'FP32' | 'BYTES' | 'BOOL' | 'INT64', number][]): ServedSignature => {
  const specs = inputs.map(([name, datatype, width]) => ({ name, datatype, shape: [-1, width], nullable: false }));
  return { inputs: specs, outputs: [], columns: plainColumns(specs), reading: { task: 'tensors' }, rowByRow: false };
};
const learnt = (...names: string[]) => ({
  columns: names.map((name) => ({ name, kind: 'number' as const, nullable: false, values: null })),
});

test('finds columns by name, in any order, and leaves out what the model does not take', () => {
  const model = served([
    ['a', 'FP32', 1],
    ['b', 'BYTES', 1],
  ]);
  expect(mapColumns(model, learnt('id', 'b', 'a'))).toEqual({
    by: 'name',
    pairs: [
      { column: 'a', place: 'a' },
      { column: 'b', place: 'b' },
    ],
    missing: [],
  });
  const { tensors, rows } = readForModel(model, learnt('id', 'b', 'a'), [
    new Map<string, string | number>([
      ['id', 9],
      ['b', 5],
      ['a', '1.5'],
    ]),
  ]);
  expect(rows).toBe(1);
  expect(tensors.map(({ data }) => [...data])).toEqual([[1.5], ['5']]);
});

test('takes columns by position where none has the name and both have as many', () => {
  const model = served([['X', 'FP32', 3]]);
  expect(mapColumns(model, learnt('x_0', 'x_1', 'x_2'))).toMatchObject({ by: 'position', missing: [] });
  const { tensors } = readForModel(model, learnt('x_0', 'x_1', 'x_2'), [
    new Map([
      ['x_2', 3],
      ['x_0', 1],
      ['x_1', 2],
    ]),
  ]);
  expect([...(tensors[0]?.data ?? [])]).toEqual([1, 2, 3]);
});

test('names what no call holds', () => {
  const model = served([
    ['a', 'FP32', 1],
    ['b', 'FP32', 1],
  ]);
  expect(mapColumns(model, learnt('a', 'c'))).toMatchObject({ by: 'name', missing: ['b'] });
  expect(mapColumns(served([['X', 'FP32', 3]]), learnt('a', 'b')).missing).toEqual(['X_0', 'X_1', 'X_2']);
  expect(() => readForModel(model, learnt('a', 'c'), [new Map([['a', 1]])])).toThrow(/missing/);
});

test('takes true and false as numbers and numbers as true and false', () => {
  const model = served([
    ['a', 'FP32', 1],
    ['b', 'BOOL', 1],
  ]);
  const { tensors } = readForModel(model, learnt('a', 'b'), [
    new Map<string, number | boolean>([
      ['a', true],
      ['b', 0],
    ]),
  ]);
  expect(tensors.map(({ data }) => [...data])).toEqual([[1], [0]]);
});
