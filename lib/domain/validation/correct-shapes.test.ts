import { expect, test } from 'vitest';
import type { Tensor } from '@/lib/pure/protocols/datatype';
import { correctShapes } from './correct-shapes';

const input = (...shape: number[]) => ({ name: 'X', datatype: 'FP32' as const, shape, nullable: false });
const output = (...shape: number[]) => ({ name: 'y', datatype: 'FP32' as const, shape, classLabels: null });
const answer = (...shape: number[]): Tensor[] => [
  { name: 'y', datatype: 'FP32', shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) },
];
const corrected = (declared: number[], alone: number[], together: number[] | null, given = input(-1, 4)) =>
  correctShapes([given], [output(...declared)], [answer(...alone)], together && answer(...together))[0]?.shape;

test('frees a first dimension that the file declares as one', () => {
  expect(corrected([1], [1], [16])).toEqual([-1]);
  expect(corrected([1, 3], [1, 3], [16, 3])).toEqual([-1, 3]);
});

test('adds the columns that the file does not declare', () => {
  expect(corrected([-1], [1, 3], [16, 3])).toEqual([-1, 3]);
  expect(corrected([-1, 1], [1, 2], null)).toEqual([-1, 2]);
});

test('keeps what the answers do not contradict', () => {
  expect(corrected([-1, -1], [1, 3], [16, 3])).toEqual([-1, -1]);
  expect(corrected([], [], [])).toEqual([]);
  expect(corrected([1, 3], [1, 3], null)).toEqual([1, 3]);
});

test('takes no size from a dimension whose size was made up', () => {
  expect(corrected([-1], [1, 8], [16, 8], input(-1, -1))).toEqual([-1, -1]);
});

test('keeps the declaration where the answers have different ranks', () => {
  expect(corrected([1], [], [16])).toEqual([1]);
});
