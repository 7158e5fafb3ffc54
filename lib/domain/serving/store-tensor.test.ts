import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { DATATYPES, numberToHalf, type Tensor } from '@/lib/pure/protocols/datatype';
import type { Column } from '@/lib/pure/protocols/signature';
import { readRecord } from './record';
import type { ServedVersion } from './served-version';
import { inputsText, tensorsText } from './store-tensor';

const SECRET = 'installation secret';
const hash = (text: string) => `hash:${createHmac('sha256', SECRET).update(text).digest('hex').slice(0, 16)}`;

function version(columns: Partial<Column>[], personal: Record<string, 'hash' | 'drop'>): ServedVersion {
  const all = columns.map((column) => ({
    name: 'c',
    input: 'x',
    index: null,
    nullable: true,
    fallback: undefined,
    ...column,
  }));
  // Storing asks for the columns and the rules of a version, and for nothing else.
  return { signature: { columns: all }, personal: new Map(Object.entries(personal)) } as unknown as ServedVersion;
}
const plain = version([], {});
/** What the drainer reads of it. */
const read = (inputs: string) => {
  const record = readRecord(Buffer.from(`{"k":"p","inputs":${inputs},"outputs":{}}`));
  return record.k === 'p' ? record.inputs : {};
};
const storeOutputs = (tensors: Tensor[]) => read(tensorsText(tensors));
const storeInputs = (of: ServedVersion, tensors: Tensor[], secret: string) =>
  read(inputsText(of, tensors, undefined, secret));
const one = (datatype: Tensor['datatype'], data: Tensor['data'], shape = [data.length]): Tensor => ({
  name: 'x',
  datatype,
  shape,
  data,
});
const stored = (tensor: Tensor) => storeOutputs([tensor]).x?.data;

test('keeps every digit of 64-bit integers, and small ones as numbers', () => {
  const data = new BigInt64Array([2n ** 63n - 1n, -9007199254740993n, 9007199254740991n, -5n]);
  expect(stored(one('INT64', data))).toEqual(['9223372036854775807', '-9007199254740993', 9007199254740991, -5]);
  expect(stored(one('UINT64', new BigUint64Array([2n ** 64n - 1n])))).toEqual(['18446744073709551615']);
});

test('writes every datatype as plain JSON values', () => {
  const floats = [1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const told = [1.5, null, 'Infinity', '-Infinity'];
  expect(stored(one('FP32', new Float32Array(floats)))).toEqual(told);
  expect(stored(one('FP64', new Float64Array(floats)))).toEqual(told);
  expect(stored(one('FP16', Uint16Array.from(floats, numberToHalf)))).toEqual(told);
  expect(stored(one('BOOL', new Uint8Array([0, 1])))).toEqual([false, true]);
  expect(stored(one('BYTES', ['a', '']))).toEqual(['a', '']);
  expect(stored(one('INT8', new Int8Array([-3])))).toEqual([-3]);
  for (const datatype of DATATYPES) {
    const data = datatype === 'BYTES' ? [] : new Uint8Array(0);
    expect(storeOutputs([one(datatype, data, [0, 3])]).x).toEqual({ shape: [0, 3], data: [] });
  }
});

test('names a tensor of more than 500,000 values by its sha256 only', () => {
  const data = new Float32Array(500_001).fill(0.5);
  expect(storeOutputs([one('FP32', data)]).x).toEqual({
    shape: [500_001],
    sha256: createHash('sha256').update(new Uint8Array(data.buffer)).digest('hex'),
  });
  const texts = new Array<string>(500_001).fill('a');
  const [ab, ba] = [texts.with(0, 'ab').with(1, ''), texts.with(0, '').with(1, 'ab')];
  expect(storeOutputs([one('BYTES', ab)]).x?.sha256).not.toBe(storeOutputs([one('BYTES', ba)]).x?.sha256);
});

test('an output named after a built-in property is stored like any other', () => {
  const outputs = storeOutputs([{ ...one('FP32', new Float32Array([1])), name: '__proto__' }]);
  expect(Object.keys(outputs)).toEqual(['__proto__']);
  const inputs = storeInputs(plain, [{ ...one('FP32', new Float32Array([1])), name: '__proto__' }], SECRET);
  expect(JSON.stringify(inputs)).toBe('{"__proto__":{"shape":[1],"data":[1]}}');
});

test('a personal column of a wide tensor is hashed or dropped in every row, the others stay', () => {
  const columns = [0, 1, 2].map((index) => ({ name: `c${index}`, index }));
  const tensor = one('FP32', new Float32Array([1, 2, 3, 4, 5, Number.NaN]), [2, 3]);
  expect(storeInputs(version(columns, { c0: 'hash', c2: 'drop' }), [tensor], SECRET).x?.data).toEqual([
    hash('1'),
    2,
    null,
    hash('4'),
    5,
    null,
  ]);
  expect(storeInputs(version(columns, { c2: 'hash' }), [tensor], SECRET).x?.data).toEqual([
    1,
    2,
    hash('3'),
    4,
    5,
    null,
  ]);
  expect([...tensor.data]).toEqual([1, 2, 3, 4, 5, Number.NaN]);
});

test('a personal input of its own is hashed whole or leaves its shape only', () => {
  const tensor = one('BYTES', ['ana', 'bob'], [2, 1]);
  const columns = [{ name: 'who' }];
  expect(storeInputs(version(columns, { who: 'hash' }), [tensor], SECRET).x).toEqual({
    shape: [2, 1],
    data: [hash('ana'), hash('bob')],
  });
  expect(storeInputs(version(columns, { who: 'drop' }), [tensor], SECRET).x).toEqual({ shape: [2, 1] });
  const secret = storeInputs(version(columns, { who: 'hash' }), [tensor], 'another secret').x?.data;
  expect(secret).not.toContain(hash('ana'));
});

test('no personal value stays behind as the sha256 of a tensor that is too large', () => {
  const tensor = one('FP32', new Float32Array(500_002), [250_001, 2]);
  const columns = [0, 1].map((index) => ({ name: `c${index}`, index }));
  expect(storeInputs(version(columns, { c1: 'hash' }), [tensor], SECRET).x).toEqual({ shape: [250_001, 2] });
});

test('keeps the values as they were sent, where the reader has their text and no column is personal', () => {
  const tensor = one('FP32', new Float32Array([16.1, 2]), [1, 2]);
  expect(inputsText(plain, [tensor], ['[16.1, 2.0]'], SECRET)).toBe('{"x":{"shape":[1,2],"data":[16.1, 2.0]}}');
  const hidden = version([{ name: 'c0', index: 0 }], { c0: 'drop' });
  expect(JSON.parse(inputsText(hidden, [tensor], ['[16.1, 2.0]'], SECRET)).x.data).toEqual([null, 2]);
});

test.each(['FP32', 'FP64'] as const)('many %s values travel as bytes and are read as the same values', (datatype) => {
  const values = Array.from({ length: 1000 }, (_, i) => (i % 7 === 0 ? Number.NaN : i / 3));
  values[1] = Number.POSITIVE_INFINITY;
  const data = datatype === 'FP32' ? Float32Array.from(values) : Float64Array.from(values);
  // A view into a larger buffer, as tensors of a joined batch are.
  const tensor = one(datatype, data.subarray(3), [997]);
  const text = tensorsText([tensor]);
  expect(text).toContain('"packed"');
  const told = Array.from(data.subarray(3), (value) => (Number.isNaN(value) ? null : value));
  expect(read(text).x).toEqual({ shape: [997], data: told });
  expect(stored(one(datatype, data))?.[1]).toBe('Infinity');
});
