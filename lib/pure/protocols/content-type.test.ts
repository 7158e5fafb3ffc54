import { expect, test } from 'vitest';
import { readCases, withNames } from '../onnx/fixtures/read-cases';
import { bytesOf, type Tensor } from './datatype';
import { readOpenInference } from './open-inference';
import { ProtocolError } from './protocol-error';
import type { ServedSignature } from './signature';

const texts = readCases('tfidf_text').signature;
const mixed = readCases('mixed_columns');
const ridge = readCases('diabetes_ridge');

function refusal(signature: ServedSignature, body: unknown): string {
  try {
    readOpenInference(signature, body, null);
  } catch (error) {
    if (error instanceof ProtocolError) return `${error.status} ${error.field} ${error.reason}`;
    throw error;
  }
  return 'taken';
}

const text = (type: string, data: unknown[], more: object = {}) => ({
  inputs: [
    {
      name: texts.inputs[0]?.name,
      datatype: 'BYTES',
      shape: [data.length, 1],
      parameters: { content_type: type },
      data,
      ...more,
    },
  ],
});
const dataOf = (body: unknown) => readOpenInference(texts, body, null).tensors[0]?.data;

test('texts are read as their content type means them', () => {
  expect(dataOf(text('str', ['ação']))).toEqual(['ação']);
  expect(dataOf(text('base64', ['YcOnw6Nv', '']))).toEqual(['ação', '']);
  expect(dataOf(text('datetime', ['2026-01-31', '2026-01-31T09:30:00.5+02:00']))).toEqual([
    '2026-01-31',
    '2026-01-31T09:30:00.5+02:00',
  ]);
  expect(dataOf(text('image', ['as it is']))).toEqual(['as it is']);
  const name = texts.inputs[0]?.name;
  expect(refusal(texts, text('base64', ['@@@@']))).toBe(`400 ${name} bad_base64`);
  expect(refusal(texts, text('base64', ['/w==']))).toBe(`400 ${name} bad_text`);
  expect(refusal(texts, text('datetime', ['yesterday']))).toBe(`400 ${name} bad_datetime`);
  expect(refusal(texts, text('datetime', ['2026-13-31']))).toBe(`400 ${name} bad_datetime`);
});

test('a request codec names its one input itself', () => {
  const [input] = ridge.cases[0]?.inputs ?? [];
  const given = { inputs: [{ ...input, name: 'input-0' }] };
  const wanted = readOpenInference(ridge.signature, { inputs: [input] }, null);
  expect(readOpenInference(ridge.signature, { ...given, parameters: { content_type: 'np' } }, null)).toEqual({
    ...wanted,
    contentType: 'np',
  });
  expect(refusal(ridge.signature, given)).toBe('400 input-0 unknown_input');
});

test('a model of texts of rank 1 takes the [n, 1] of MLServer’s codecs', () => {
  const flat = { ...texts, inputs: texts.inputs.map((input) => ({ ...input, shape: [-1] })) };
  const read = (body: unknown) => readOpenInference(flat, body, null).tensors[0];
  expect(read(text('str', ['a', 'b']))).toMatchObject({ shape: [2], data: ['a', 'b'] });
  expect(read(text('str', [['a'], ['b']]))).toMatchObject({ shape: [2], data: ['a', 'b'] });
  expect(refusal(flat, text('other', ['a', 'b']))).toBe(`400 ${texts.inputs[0]?.name} wrong_shape`);
});

const pd = { content_type: 'pd' };
const frameOf = (columns: Record<string, [datatype: string, data: unknown[]]>) => ({
  parameters: pd,
  inputs: Object.entries(columns).map(([name, [datatype, data]]) => ({
    name,
    datatype,
    shape: [data.length, 1],
    data,
  })),
});
const row = {
  age: ['INT64', [41, 50]],
  sex: ['BYTES', ['b', 'a']],
  bmi: ['FP64', [32.1, null]],
  s5: ['FP64', [5.4, 4]],
  pressure_band: ['BYTES', ['raised', 'low']],
  glucose_band: ['BYTES', ['low', 'low']],
} satisfies Record<string, [string, unknown[]]>;

test('a data frame is one input per column, converted to the nearest float and to nothing else', () => {
  const { tensors, rows, contentType } = readOpenInference(mixed.signature, frameOf(row), null);
  expect([rows, contentType]).toEqual([2, 'pd']);
  expect(tensors.map(({ datatype }) => datatype)).toEqual(['INT64', 'BYTES', 'FP32', 'FP32', 'BYTES', 'BYTES']);
  expect([...(tensors[2]?.data ?? [])]).toEqual([Math.fround(32.1), Number.NaN]);
  const other = (more: Record<string, [string, unknown[]]>) => refusal(mixed.signature, frameOf({ ...row, ...more }));
  expect(other({ age: ['FP64', [41, 50]] })).toBe('taken');
  expect(other({ age: ['FP64', [41.5, 50]] })).toBe('400 age wrong_type');
  expect(other({ age: ['INT64', [41.5, 50]] })).toBe('400 age wrong_type');
  expect(other({ age: ['BYTES', ['41', 'x']] })).toBe('400 age wrong_type');
  expect(other({ age: ['OBJECT', [41, 50]] })).toBe('400 age wrong_datatype');
  expect(other({ bmi: ['FP64', [1]] })).toBe('400 bmi wrong_count');
  expect(other({ weight: ['FP64', [1, 2]] })).toBe('400 weight unknown_field');
  const { age: _, ...without } = row;
  expect(refusal(mixed.signature, frameOf(without))).toBe('400 age missing_field');
});

test('the columns of a data frame fill one nameless tensor in their order, and named ones by name', () => {
  const { signature, cases, columns } = ridge;
  const [input] = cases.at(-1)?.inputs ?? [];
  const rows = input?.shape[0] ?? 0;
  const frame = columns.map((name, i): [string, [string, unknown[]]] => [
    name,
    ['FP64', Array.from({ length: rows }, (_, r) => input?.data[r * columns.length + i])],
  ]);
  const wanted = readOpenInference(signature, { inputs: [input] }, null).tensors;
  expect(readOpenInference(signature, frameOf(Object.fromEntries(frame)), null).tensors).toEqual(wanted);
  const turned = frameOf(Object.fromEntries(frame.toReversed()));
  expect(readOpenInference(withNames(signature, columns), turned, null).tensors).toEqual(wanted);
  expect(readOpenInference(signature, { inputs: [input], parameters: pd }, null).tensors).toEqual(wanted);
});

test('a data frame takes context, JSON cells and binary columns', () => {
  const bmi = new Float64Array([32, Number.NaN]);
  const age = new BigInt64Array([9007199254740993n, 4n]);
  const tail = new Uint8Array([...bytesOf(bmi), ...bytesOf(age)]);
  const body = frameOf({ ...row, 'context.entity': ['BYTES', ['ana', 'bob']] });
  const inputs: object[] = body.inputs.map((input) =>
    input.name === 'bmi' || input.name === 'age'
      ? { ...input, data: undefined, parameters: { binary_data_size: 16 } }
      : input.name === 'sex'
        ? { ...input, data: ['"b"', '"a"'], parameters: { content_type: 'pd_json' } }
        : input,
  );
  const [first, ...rest] = inputs;
  const read = readOpenInference(mixed.signature, { ...body, inputs: [...rest, first] }, tail);
  const find = (name: string): Tensor | undefined => read.tensors.find((tensor) => tensor.name === name);
  expect(find('age')?.data).toEqual(age);
  expect([...(find('bmi')?.data ?? [])]).toEqual([32, Number.NaN]);
  expect(find('sex')?.data).toEqual(['b', 'a']);
  expect(read.context).toEqual([{ entity: 'ana' }, { entity: 'bob' }]);
});
