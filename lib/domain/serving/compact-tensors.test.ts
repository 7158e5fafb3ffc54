import { expect, test } from 'vitest';
import { compactTensors } from './compact-tensors';
import { blankRows, decodeTensors, encodeTensors, type LoggedTensor } from './logged-tensors';

const inputs: [string, LoggedTensor][] = [
  ['single', { shape: [3, 2], data: Float32Array.of(1.1, Number.NaN, Number.POSITIVE_INFINITY, 4, 5.5, -0) }],
  ['double', { shape: [3], data: Float64Array.of(0.1, 0.2, 5e-324) }],
  ['whole', { shape: [3, 1], data: Int32Array.of(-7, 8, 2_147_483_647) }],
  ['text', { shape: [3, 1], data: ['é "quoted"', null, 'x'.repeat(300)] }],
  ['large', { shape: [3, 2 ** 32 - 1], sha256: 'ab'.repeat(32) }],
  ['shape', { shape: [300, 4_000_000_000] }],
  ['one', { shape: [], data: Float32Array.of(2) }],
  ['none', { shape: [0, 4], data: Float32Array.of() }],
  ['__proto__', { shape: [1], data: [1] }],
  ['ü'.repeat(200), { shape: [1], data: [true] }],
];
const outputs: [string, LoggedTensor][] = [['p', { shape: [3, 1], data: Float32Array.of(0.25, 0.5, 0.75) }]];

test('what lies in the database says the same as what travelled in the spool, in fewer bytes', () => {
  const spooled = encodeTensors(inputs, outputs);
  const compact = compactTensors(spooled);
  expect(compact.readUInt8(0)).toBe(2);
  expect(decodeTensors(compact)).toEqual(decodeTensors(spooled));
  expect(Object.keys(decodeTensors(compact).inputs)).toEqual(inputs.map(([name]) => name));
  expect(blankRows(compact, new Set([1]), 3)).toEqual(blankRows(spooled, new Set([1]), 3));
  // One row of 30 floats and one answer: 12 bytes less for each of the two tensors, and 2 for their counts.
  const call = encodeTensors(
    [['x', { shape: [1, 30], data: new Float32Array(30) }]],
    [['y', { shape: [1, 1], data: new Float32Array(1) }]],
  );
  expect([call.length, compactTensors(call).length]).toEqual([163, 137]);
});

test('more tensors than one byte counts', () => {
  const many = Array.from({ length: 1000 }, (_, i): [string, LoggedTensor] => [
    `column ${i}`,
    { shape: [1, 1], data: Float32Array.of(i) },
  ]);
  const spooled = encodeTensors(many, []);
  expect(decodeTensors(compactTensors(spooled))).toEqual(decodeTensors(spooled));
});

test('what it cannot tell stays as it is, and bytes that end too early are refused', () => {
  const stays = [
    encodeTensors([['deep', { shape: new Array(32).fill(1), data: Float32Array.of(1) }]], []),
    encodeTensors([['apart', { shape: [2, 2], data: Float32Array.of(1, 2, 3) }]], []),
    Buffer.from('\0{"inputs":{},"outputs":{}}'),
    compactTensors(encodeTensors(inputs, outputs)),
  ];
  for (const bytes of stays) expect(compactTensors(bytes)).toBe(bytes);
  const whole = compactTensors(encodeTensors(inputs, outputs));
  for (let end = 1; end < whole.length; end++) expect(() => decodeTensors(whole.subarray(0, end))).toThrow();
});
