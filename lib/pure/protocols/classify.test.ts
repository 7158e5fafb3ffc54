import { expect, test } from 'vitest';
import { classify } from './classify';

const tensor = (shape: number[], values: number[]) =>
  ({ name: 'y', datatype: 'FP64', shape, data: Float64Array.from(values) }) as const;

test('the largest values of each row, with index and label', () => {
  const y = tensor([2, 3], [0.1, 0.7, 0.2, 0.5, 0.25, 0.25]);
  expect(classify({ ...y, shape: [...y.shape] }, 2, ['a', 'b', 'c'])).toEqual({
    name: 'y',
    datatype: 'BYTES',
    shape: [2, 2],
    data: ['0.7:1:b', '0.2:2:c', '0.5:0:a', '0.25:1:b'],
  });
});

test('no more than there are, no label where there is none, NaN last', () => {
  const y = tensor([1, 4], [Number.NaN, Number.NEGATIVE_INFINITY, 3, Number.POSITIVE_INFINITY]);
  expect(classify(y, 9, ['only']).data).toEqual(['Infinity:3', '3:2', '-Infinity:1', 'NaN:0:only']);
  expect(classify(tensor([2], [5, 6]), 1, null)).toMatchObject({ shape: [2, 1], data: ['5:0', '6:0'] });
  expect(classify(tensor([], [5]), 1, null)).toMatchObject({ shape: [1], data: ['5:0'] });
  expect(classify(tensor([0, 3], []), 2, null)).toMatchObject({ shape: [0, 0], data: [] });
});

test('64-bit integers keep their digits', () => {
  const y = { name: 'y', datatype: 'INT64' as const, shape: [1, 2], data: new BigInt64Array([1n, 9007199254740993n]) };
  expect(classify(y, 1, null).data).toEqual(['9007199254740993:1']);
});
