import { expect, test } from 'vitest';
import { compactTensors } from './compact-tensors';
import { blankRows, decodeTensors, encodeTensors, type LoggedTensor } from './logged-tensors';

const inputs: [string, LoggedTensor][] = [
  ['single', { shape: [3, 2], data: Float32Array.of(1.1, 2, 3, 4, 5.5, 6) }],
  ['double', { shape: [3], data: Float64Array.of(0.1, 0.2, 0.3) }],
  ['whole', { shape: [3, 1], data: Int32Array.of(7, 8, 9) }],
  ['text', { shape: [3, 1], data: ['secret', null, 'c'] }],
  ['large', { shape: [3, 9000], sha256: 'ab'.repeat(32) }],
  ['odd', { shape: [4], data: ['secret', 'b', 'c', 'd'] }],
];
const outputs: [string, LoggedTensor][] = [['p', { shape: [3, 1], data: Float32Array.of(0.25, 0.5, 0.75) }]];

test('the inputs of some rows are blanked, the others and all outputs stay to the bit', () => {
  const before = encodeTensors(inputs, outputs);
  const bytes = blankRows(before, new Set([0]), 3);
  expect(bytes.includes('secret')).toBe(false);
  const after = decodeTensors(bytes);
  expect(after.inputs).toEqual({
    single: { shape: [3, 2], data: [Number.NaN, Number.NaN, 3, 4, 5.5, 6] },
    double: { shape: [3], data: [Number.NaN, 0.2, 0.3] },
    whole: { shape: [3, 1], data: [null, 8, 9] },
    text: { shape: [3, 1], data: [null, null, 'c'] },
    // What a hash stands for, or what does not lie by rows, cannot be blanked in part.
    large: { shape: [3, 9000] },
    odd: { shape: [4] },
  });
  expect(after.outputs).toEqual(decodeTensors(before).outputs);
  // Floats stay floats: no row costs more than before.
  const floats = encodeTensors(inputs.slice(0, 2), []);
  expect(blankRows(floats, new Set([1]), 3)).toHaveLength(compactTensors(floats).length);
  expect(decodeTensors(blankRows(bytes, new Set([2]), 3)).inputs.text?.data).toEqual([null, null, null]);
});

test('calls that were logged as JSON are blanked too', () => {
  const json = Buffer.from(
    `\0${JSON.stringify({ inputs: { a: { shape: [2, 1], data: ['secret', 'b'] } }, outputs: {} })}`,
  );
  expect(decodeTensors(blankRows(json, new Set([0]), 2))).toEqual({
    inputs: { a: { shape: [2, 1], data: [null, 'b'] } },
    outputs: {},
  });
});
