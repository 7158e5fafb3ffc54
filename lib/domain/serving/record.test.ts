import { expect, test } from 'vitest';
import { decodeTensors, encodeTensors } from './logged-tensors';
import { headOf, type PredictionRecord, readRecord, writeRecord } from './record';

const inputs = {
  x: { shape: [1, 2], data: new Float32Array([0.1, Number.NaN]) },
  who: { shape: [1], data: ['ç\u0000'] },
};
const outputs = {
  y: { shape: [1], data: new Int32Array([3]) },
  z: { shape: [9], sha256: 'ab'.repeat(32) },
  none: { shape: [1] },
};
const prediction: PredictionRecord = {
  k: 'p',
  id: 'i',
  p: 'p',
  m: 'm',
  n: 1,
  t: 5,
  rows: 1,
  route: 'canary',
  origin: 'api',
  protocol: 'v2',
  caller: null,
  req: 'trace "ç"',
  lat: 1,
  q: 1,
  run: 1,
  o: ['3'],
  inputs,
  outputs,
  tensors: encodeTensors(Object.entries(inputs), Object.entries(outputs)),
  ctx: [{ entity: 'é' }],
  idem: null,
};

test('a prediction is read as it was written, its floats bit for bit', () => {
  const bytes = writeRecord(prediction);
  const plain = {
    ...prediction,
    inputs: { ...inputs, x: { shape: [1, 2], data: [Math.fround(0.1), Number.NaN] } },
    outputs: { ...outputs, y: { shape: [1], data: [3] } },
  };
  expect(readRecord(bytes)).toEqual(plain);
  expect(JSON.parse(headOf(bytes))).toMatchObject({ k: 'p', req: 'trace "ç"' });
  // From anywhere in a larger buffer.
  const shifted = Buffer.concat([Buffer.from('abc'), bytes]).subarray(3);
  expect(readRecord(shifted)).toEqual(plain);
});

test('other records are JSON', () => {
  const counted = {
    k: 'c' as const,
    p: 'p',
    m: 'm',
    n: 1,
    t: 5,
    rows: 2,
    route: 'champion' as const,
    origin: 'api' as const,
    lat: 7,
  };
  expect(readRecord(writeRecord(counted))).toEqual(counted);
  expect(JSON.parse(headOf(writeRecord(counted)))).toEqual(counted);
});

test('a spool of an earlier release, all of it JSON, is read too', () => {
  const cells = { x: { shape: [1, 2], data: [0.1, null] } };
  const { tensors: _, ...head } = { ...prediction, inputs: cells, outputs: {} };
  const record = readRecord(Buffer.from(JSON.stringify(head)));
  expect(record).toMatchObject({ k: 'p', inputs: cells });
  if (record.k === 'p') expect(decodeTensors(record.tensors)).toEqual({ inputs: cells, outputs: {} });
});

test('what the migration kept as JSON is read too, and unknown forms are not', () => {
  const json = Buffer.concat([Buffer.from([0]), Buffer.from('{"inputs":{"x":{"shape":[1],"data":[2]}},"outputs":{}}')]);
  expect(decodeTensors(json)).toEqual({ inputs: { x: { shape: [1], data: [2] } }, outputs: {} });
  expect(() => decodeTensors(Buffer.from([7]))).toThrow(RangeError);
  expect(() => readRecord(Buffer.from('no record'))).toThrow(SyntaxError);
  const bytes = writeRecord(prediction);
  for (let length = 1; length < bytes.length; length++) expect(() => readRecord(bytes.subarray(0, length))).toThrow();
});

test('names such as __proto__ are names like any other', () => {
  const tensors = encodeTensors([['__proto__', { shape: [1], data: [1] }]], []);
  expect(Object.keys(decodeTensors(tensors).inputs)).toEqual(['__proto__']);
});
