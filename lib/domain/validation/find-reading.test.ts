import { expect, test } from 'vitest';
import type { Datatype, Tensor } from '@/lib/pure/protocols/datatype';
import { findReading } from './find-reading';

const output = (name: string, datatype: Datatype, shape: number[], classLabels: string[] | null = null) => ({
  name,
  datatype,
  shape,
  classLabels,
});
const floats = (name: string, ...data: number[]): Tensor => ({
  name,
  datatype: 'FP32',
  shape: [1, data.length],
  data: Float32Array.from(data),
});
const integers = (name: string, ...data: bigint[]): Tensor => ({
  name,
  datatype: 'INT64',
  shape: [1, data.length],
  data: BigInt64Array.from(data),
});

test('reads one label and its probabilities as a classification', () => {
  const outputs = [output('label', 'INT64', [-1]), output('p', 'FP32', [-1, 2], ['no', 'yes'])];
  expect(findReading(outputs, [integers('label', 1n), floats('p', 0.2, 0.8)], 1)).toEqual({
    task: 'classification',
    label: 'label',
    probabilities: 'p',
    classes: ['no', 'yes'],
  });
});

test('reads one label per column of the scores as no single class', () => {
  const outputs = [output('label', 'INT64', [-1, 3]), output('p', 'FP32', [-1, 3], ['0', '1', '2'])];
  expect(findReading(outputs, [integers('label', 1n, 1n, 0n), floats('p', 0.9, 0.7, 0.1)], 1)).toEqual({
    task: 'tensors',
  });
});

test('reads several distributions beside several labels as no single class', () => {
  const outputs = [
    output('label', 'INT64', [-1, 3]),
    output('p_0', 'FP32', [-1, -1], ['0', '1']),
    output('p_1', 'FP32', [-1, -1], ['0', '1']),
  ];
  const probed = [integers('label', 1n, 1n, 0n), floats('p_0', 0.2, 0.8), floats('p_1', 0.5, 0.5)];
  expect(findReading(outputs, probed, 1)).toEqual({ task: 'tensors' });
});

test('reads the best places beside one distribution as a classification by it', () => {
  const outputs = [output('best', 'INT64', [-1, 2]), output('p', 'FP32', [-1, 3])];
  expect(findReading(outputs, [integers('best', 2n, 0n), floats('p', 0.3, 0.1, 0.6)], 1)).toMatchObject({
    task: 'classification',
    label: null,
    probabilities: 'p',
  });
});
