import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { DATATYPES, numberToHalf, type Tensor } from '@/lib/pure/protocols/datatype';
import type { Column } from '@/lib/pure/protocols/signature';
import { decodeTensors, type LoggedTensor, plainFloat } from './logged-tensors';
import type { ServedVersion } from './served-version';
import { logTensors } from './store-tensor';

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
/** Values as cells; a float is what the tensor holds. */
const cellsOf = (tensors: Record<string, LoggedTensor>): Record<string, LoggedTensor> =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { data, ...tensor }]) => [
      name,
      data === undefined
        ? tensor
        : { ...tensor, data: Array.from(data, (cell) => (typeof cell === 'number' ? plainFloat(cell) : cell)) },
    ]),
  );
/** What the drainer reads of it. */
const storeOutputs = (tensors: Tensor[]) => cellsOf(decodeTensors(logTensors(plain, [], tensors, SECRET)).outputs);
const storeInputs = (of: ServedVersion, tensors: Tensor[], secret: string) =>
  cellsOf(decodeTensors(logTensors(of, tensors, [], secret)).inputs);
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

test('another input of a version with personal columns stays as it is', () => {
  const tensors = [one('FP32', new Float32Array([1.5])), { ...one('BYTES', ['ana']), name: 'who' }];
  const columns = [
    { name: 'a', input: 'x' },
    { name: 'b', input: 'who' },
  ];
  const logged = decodeTensors(logTensors(version(columns, { b: 'hash' }), tensors, [], SECRET)).inputs;
  expect([logged.x?.data, logged.who?.data]).toEqual([[1.5], [hash('ana')]]);
});

test.each(['FP32', 'FP64'] as const)('%s values are kept bit for bit', (datatype) => {
  const values = Array.from({ length: 1000 }, (_, i) => (i % 7 === 0 ? Number.NaN : i / 3));
  values[1] = Number.POSITIVE_INFINITY;
  const data = datatype === 'FP32' ? Float32Array.from(values) : Float64Array.from(values);
  // A view into a larger buffer, as tensors of a joined batch are.
  const logged = decodeTensors(logTensors(plain, [], [one(datatype, data.subarray(3), [997])], SECRET)).outputs;
  expect(logged.x).toEqual({ shape: [997], data: Array.from(data.slice(3)) });
});

test('integers that fit into 32 bits take four bytes each, larger ones keep every digit', () => {
  const labels = one('INT64', new BigInt64Array([0n, -1n, 2_147_483_647n]));
  expect(decodeTensors(logTensors(plain, [], [labels], SECRET)).outputs.x?.data).toEqual([0, -1, 2_147_483_647]);
  expect(stored(one('INT64', new BigInt64Array([2_147_483_648n])))).toEqual([2_147_483_648]);
  expect(stored(one('UINT32', new Uint32Array([4_294_967_295])))).toEqual([4_294_967_295]);
});
