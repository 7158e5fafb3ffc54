import { expect, test } from 'vitest';
import { takesSameInputs } from './same-inputs';
import type { Signature } from './schema';

const signature = (...inputs: [string, Signature['inputs'][number]['datatype'], number[]][]): Signature => ({
  inputs: inputs.map(([name, datatype, shape]) => ({ name, datatype, shape, nullable: false })),
  outputs: [],
  reading: { task: 'tensors' },
  rowByRow: false,
});

test('versions with the same inputs can stand in for each other, in any order of the inputs', () => {
  const one = signature(['a', 'FP32', [-1, 4]], ['b', 'BYTES', [-1, 1]]);
  expect(takesSameInputs(one, one)).toBe(true);
  expect(takesSameInputs(one, signature(['b', 'BYTES', [-1, 1]], ['a', 'FP32', [1, 4]]))).toBe(true);
  expect(takesSameInputs(one, signature(['a', 'FP32', [-1, -1]], ['b', 'BYTES', [-1, 1]]))).toBe(true);
});

test('another name, datatype, width, rank or number of inputs is told apart', () => {
  const one = signature(['a', 'FP32', [-1, 4]]);
  for (const other of [
    signature(['x', 'FP32', [-1, 4]]),
    signature(['a', 'FP64', [-1, 4]]),
    signature(['a', 'FP32', [-1, 5]]),
    signature(['a', 'FP32', [-1, 4, 1]]),
    signature(['a', 'FP32', [-1, 4]], ['b', 'FP32', [-1, 1]]),
  ])
    expect(takesSameInputs(one, other)).toBe(false);
  // What takes any width cannot be replaced by what takes one.
  expect(takesSameInputs(signature(['a', 'FP32', [-1, -1]]), one)).toBe(false);
});
