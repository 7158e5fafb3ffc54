import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIXTURES, readCases, withNames } from '../onnx/fixtures/read-cases';
import { bytesOf, type Tensor } from './datatype';
import { readOpenInference, readRawBinary } from './open-inference';
import { ProtocolError } from './protocol-error';
import { renderOpenInference } from './render-open-inference';
import type { InputSpec, ServedSignature } from './signature';

const encoder = new TextEncoder();

const textBytes = (texts: readonly string[]) =>
  Buffer.concat(
    texts.map((text) => {
      const bytes = encoder.encode(text);
      const size = Buffer.alloc(4);
      size.writeUInt32LE(bytes.length);
      return Buffer.concat([size, bytes]);
    }),
  );
const binary = (tensor: Tensor): Uint8Array =>
  Array.isArray(tensor.data) ? textBytes(tensor.data) : bytesOf(tensor.data);

const signatureOf = (...inputs: Partial<InputSpec>[]): ServedSignature => ({
  inputs: inputs.map((input) => ({ name: 'x', datatype: 'FP32', shape: [-1, 2], nullable: false, ...input })),
  outputs: [
    { name: 'y', datatype: 'FP32', shape: [-1, 2], classLabels: null },
    { name: 'z', datatype: 'INT64', shape: [-1], classLabels: null },
  ],
  columns: [],
  reading: { task: 'tensors' },
  rowByRow: false,
});
const two = signatureOf({});
const x = (more: object = {}) => ({ name: 'x', datatype: 'FP32', shape: [1, 2], data: [1, 2], ...more });

function refusal(signature: ServedSignature, body: unknown, tail: Uint8Array | null = null): string {
  try {
    readOpenInference(signature, body, tail);
  } catch (error) {
    if (error instanceof ProtocolError) return `${error.status} ${error.field} ${error.reason}`;
    throw error;
  }
  return 'taken';
}

/** Nests a flat list as a shape says. */
function nest(data: readonly unknown[], shape: readonly number[]): unknown {
  const [size = 0, ...rest] = shape;
  if (rest.length === 0) return data;
  const part = data.length / size;
  return Array.from({ length: size }, (_, i) => nest(data.slice(i * part, (i + 1) * part), rest));
}

test.each(FIXTURES)('%s: a case is the same tensors flat, nested and binary', (name) => {
  const { signature, cases } = readCases(name);
  for (const { inputs } of cases) {
    const flat = readOpenInference(signature, { id: 'a', inputs }, null);
    expect(flat.id).toBe('a');
    expect(flat.rows).toBe(inputs[0]?.shape[0]);
    expect(flat.tensors.map(({ name, shape }) => [name, shape])).toEqual(inputs.map((i) => [i.name, i.shape]));
    expect(flat.outputs.map((output) => output.name)).toEqual(signature.outputs.map((output) => output.name));
    const nested = inputs.map((input) => ({ ...input, data: nest(input.data, input.shape) }));
    expect(readOpenInference(signature, { inputs: nested }, null).tensors).toEqual(flat.tensors);
    // Tensors may come in any order; the binary parts follow the order of the request.
    const turned = flat.tensors.toReversed();
    const body = {
      inputs: turned.map(({ name, datatype, shape, ...tensor }) => ({
        name,
        datatype,
        shape,
        parameters: { binary_data_size: binary({ name, datatype, shape, ...tensor }).length },
      })),
      parameters: { binary_data_output: true },
    };
    const read = readOpenInference(signature, body, Buffer.concat(turned.map(binary)));
    expect(read.tensors).toEqual(flat.tensors);
    expect(read.outputs.every((output) => output.binary)).toBe(true);
    if (signature.inputs.length === 1 && inputs[0]?.datatype === 'FP32') {
      const raw = readRawBinary(signature, Buffer.concat(flat.tensors.map(binary)));
      expect([raw.tensors, raw.rows]).toEqual([flat.tensors, flat.rows]);
    }
  }
});

test('a raw body is one text, or as many rows as its bytes fill', () => {
  const { signature } = readCases('tfidf_text');
  const text = readRawBinary(signature, encoder.encode('um texto'));
  expect(text.tensors[0]).toMatchObject({ shape: [1, 1], data: ['um texto'] });
  expect(text.outputs.every((output) => output.binary)).toBe(true);
  expect(() => readRawBinary(two, new Uint8Array(7))).toThrow('x: one row has 8 bytes, and the body has 7');
  expect(() => readRawBinary(two, new Uint8Array(0))).toThrow(ProtocolError);
  expect(() => readRawBinary(signatureOf({}, { name: 'w' }), new Uint8Array(8))).toThrow('exactly one input');
  expect(() => readRawBinary(signatureOf({ shape: [-1, -1] }), new Uint8Array(8))).toThrow('one free dimension');
});

test.each([
  ['no object', [], '400 inputs bad_content'],
  ['no inputs', {}, '400 inputs no_inputs'],
  ['an input without a name', { inputs: [{}] }, '400 inputs bad_content'],
  ['an input that is missing', { inputs: [] }, '400 x missing_input'],
  ['an unknown input', { inputs: [x(), x({ name: 'w' })] }, '400 w unknown_input'],
  ['an input given twice', { inputs: [x(), x()] }, '400 x twice'],
  ['no datatype', { inputs: [x({ datatype: undefined })] }, '400 x wrong_datatype'],
  ['another datatype', { inputs: [x({ datatype: 'INT32' })] }, '400 x wrong_datatype'],
  ['no shape', { inputs: [x({ shape: undefined })] }, '400 x no_shape'],
  ['another rank', { inputs: [x({ shape: [2] })] }, '400 x wrong_shape'],
  ['another width', { inputs: [x({ shape: [1, 3] })] }, '400 x wrong_shape'],
  ['a negative dimension', { inputs: [x({ shape: [-1, 2] })] }, '400 x wrong_shape'],
  ['a dimension that is text', { inputs: [x({ shape: ['1', 2] })] }, '400 x wrong_shape'],
  ['a monstrous shape', { inputs: [x({ shape: [1e12, 2] })] }, '400 x wrong_shape'],
  ['too few values', { inputs: [x({ data: [1] })] }, '400 x wrong_count'],
  ['no data', { inputs: [x({ data: undefined })] }, '400 x no_data'],
  ['parameters that are no object', { inputs: [x({ parameters: 3 })] }, '400 x bad_content'],
  ['an unknown output', { inputs: [x()], outputs: [{ name: 'w' }] }, '400 w unknown_output'],
  ['outputs that are no list', { inputs: [x()], outputs: 'y' }, '400 outputs bad_content'],
  ['context for other rows', { inputs: [x(), { name: 'context.a', data: [1, 2] }] }, '400 context.a wrong_count'],
  [
    'a binary size without a body',
    { inputs: [x({ data: undefined, parameters: { binary_data_size: 8 } })] },
    '400 x short_body',
  ],
  ['a binary size below zero', { inputs: [x({ parameters: { binary_data_size: -8 } })] }, '400 x bad_content'],
])('refuses %s with the field and the reason', (_, body, wanted) => {
  expect(refusal(two, body)).toBe(wanted);
});

test('refuses binary parts that are too short, too long or no text', () => {
  const size = (bytes: number, more: object = {}) => ({
    inputs: [x({ data: undefined, parameters: { binary_data_size: bytes }, ...more })],
  });
  expect(refusal(two, size(8), new Uint8Array(8))).toBe('taken');
  expect(refusal(two, size(8), new Uint8Array(7))).toBe('400 x short_body');
  expect(refusal(two, size(7), new Uint8Array(7))).toBe('400 x wrong_count');
  expect(refusal(two, size(8), new Uint8Array(9))).toBe('400 inputs surplus_bytes');
  const text = signatureOf({ datatype: 'BYTES', shape: [-1] });
  const one = (bytes: Uint8Array) => refusal(text, size(bytes.length, { datatype: 'BYTES', shape: [1] }), bytes);
  expect(one(textBytes(['ação']))).toBe('taken');
  expect(one(textBytes(['a', 'b']))).toBe('400 x wrong_count');
  expect(one(new Uint8Array([200, 0, 0, 0, 65]))).toBe('400 x short_body');
  expect(one(new Uint8Array([1, 0, 0]))).toBe('400 x short_body');
  expect(one(new Uint8Array([1, 0, 0, 0, 0xff]))).toBe('400 x bad_text');
  expect(one(textBytes(['a\u0000']))).toBe('400 x bad_text');
  const flag = signatureOf({ datatype: 'BOOL', shape: [-1] });
  expect(refusal(flag, size(2, { datatype: 'BOOL', shape: [2] }), new Uint8Array([0, 2]))).toBe('400 x wrong_type');
});

test('a shape of no values and monstrous rows is refused before anything is made of it', () => {
  const free = signatureOf({ shape: [-1, -1] });
  expect(refusal(free, { inputs: [x({ shape: [1e15, 0], data: [] })] })).toBe('400 x wrong_shape');
  expect(refusal(free, { inputs: [x({ shape: [2 ** 31 - 1, 0], data: [] })] })).toBe('400 x wrong_shape');
  expect(refusal(free, { inputs: [x({ shape: [0, 3], data: [] })] })).toBe('taken');
});

test('inputs must agree on their rows, where the first dimension is free', () => {
  const both = signatureOf({}, { name: 'w', shape: [-1] }, { name: 'k', shape: [3] });
  const w = (count: number) => ({ name: 'w', datatype: 'FP32', shape: [count], data: new Array(count).fill(0) });
  const k = { name: 'k', datatype: 'FP32', shape: [3], data: [1, 2, 3] };
  expect(readOpenInference(both, { inputs: [x(), w(1), k] }, null).rows).toBe(1);
  expect(refusal(both, { inputs: [x(), w(2), k] })).toBe('400 w wrong_shape');
});

test('context travels beside the rows and never to the model', () => {
  const tail = textBytes(['ana', 'bob']);
  const read = readOpenInference(
    two,
    {
      inputs: [
        { name: 'context.entity', datatype: 'BYTES', shape: [2], parameters: { binary_data_size: tail.length } },
        x({ shape: [2, 2], data: [1, 2, 3, 4] }),
        { name: 'context.site', datatype: 'BYTES', shape: [2, 1], data: [['north'], [null]] },
      ],
    },
    tail,
  );
  expect(read.tensors.map((tensor) => tensor.name)).toEqual(['x']);
  expect(read.context).toEqual([{ entity: 'ana', site: 'north' }, { entity: 'bob' }]);
});

test('an owner’s names are taken as inputs of one column each, and the tensor form still is', () => {
  const { signature, cases, columns } = readCases('breast_cancer_histgb');
  const named = withNames(signature, columns);
  const [input] = cases.at(-1)?.inputs ?? [];
  const rows = input?.shape[0] ?? 0;
  const inputs = columns.map((name, i) => ({
    name,
    datatype: 'FP32',
    shape: [rows],
    data: Array.from({ length: rows }, (_, row) => input?.data[row * columns.length + i]),
  }));
  const plain = readOpenInference(signature, { inputs: cases.at(-1)?.inputs }, null);
  expect(readOpenInference(named, { inputs: cases.at(-1)?.inputs }, null).tensors).toEqual(plain.tensors);
  expect(readOpenInference(named, { inputs }, null).tensors).toEqual(plain.tensors);
  expect(refusal(named, { inputs: inputs.slice(1) })).toBe(`400 ${columns[0]} missing_input`);
  expect(refusal(named, { inputs: [...inputs.slice(0, -1), { ...inputs.at(-1), data: [1] }] })).toBe(
    `400 ${columns.at(-1)} wrong_count`,
  );
});

const named = signatureOf({});
named.columns = ['a', 'b'].map((name, index) => ({ name, input: 'x', index, nullable: false, fallback: undefined }));
const column = (name: string, more: object = {}) => ({ name, datatype: 'FP32', shape: [2], data: [1, 2], ...more });

test('a named column has the tensor’s datatype and its own shape, in JSON or binary', () => {
  const whole = readOpenInference(named, { inputs: [x({ shape: [2, 2], data: [1, 1, 2, 2] })] }, null).tensors;
  const sized = (name: string) => column(name, { data: undefined, parameters: { binary_data_size: 8 } });
  const bytes = bytesOf(new Float32Array([1, 2]));
  const twice = new Uint8Array([...bytes, ...bytes]);
  expect(readOpenInference(named, { inputs: [column('b'), column('a')] }, null).tensors).toEqual(whole);
  expect(readOpenInference(named, { inputs: [sized('a'), sized('b')] }, twice).tensors).toEqual(whole);
  expect(readOpenInference(named, { inputs: [sized('a'), column('b', { shape: [2, 1] })] }, bytes).tensors).toEqual(
    whole,
  );
  const taken = (more: object) => refusal(named, { inputs: [column('a', more), column('b')] });
  expect(taken({ data: [[1], [2]], shape: [2, 1] })).toBe('taken');
  expect(taken({ datatype: 'FP64' })).toBe('400 a wrong_datatype');
  expect(taken({ datatype: undefined })).toBe('400 a wrong_datatype');
  expect(taken({ shape: [3] })).toBe('400 a wrong_count');
  expect(taken({ shape: [1, 2] })).toBe('400 a wrong_shape');
  expect(taken({ shape: undefined })).toBe('400 a no_shape');
  expect(taken({ data: [1, 'x'] })).toBe('400 a wrong_type');
  expect(taken({ data: [1, null] })).toBe('400 a null_refused');
  expect(refusal(named, { inputs: [column('a')] })).toBe('400 b missing_input');
  expect(refusal(named, { inputs: [column('a'), column('b'), x()] })).toBe('400 a twice');
  expect(refusal(named, { inputs: [sized('a'), sized('b')] }, bytes)).toBe('400 b short_body');
});

test('an unknown input is told which there are', () => {
  expect(() => readOpenInference(two, { inputs: [x({ name: 'w' })] }, null)).toThrow('it has x');
});

test('asks for the largest values of an output by the classification extension', () => {
  const asked = (parameters: object) => ({ inputs: [x()], outputs: [{ name: 'y', parameters }] });
  expect(readOpenInference(two, asked({ classification: 2, binary_data: true }), null).outputs).toEqual([
    { name: 'y', binary: true, classes: 2 },
  ]);
  for (const classification of [-1, 1.5, '2', true])
    expect(refusal(two, asked({ classification }))).toBe('400 y bad_content');
  expect(refusal(two, asked({ classification: 0 }))).toBe('taken');
  const texts = { ...two, outputs: [{ name: 'y', datatype: 'BYTES' as const, shape: [-1], classLabels: null }] };
  expect(refusal(texts, asked({ classification: 1 }))).toBe('400 y bad_content');
  expect(refusal(two, { inputs: [x()], outputs: [{ name: 'y' }, { name: 'y' }] })).toBe('400 y twice');
});

const answer = (outputs: Tensor[], wanted: { name: string; binary: boolean }[], id?: string) =>
  renderOpenInference({ model: 'a "model"', version: 3, id, outputs, wanted });
const y: Tensor = { name: 'y', datatype: 'FP32', shape: [1, 2], data: new Float32Array([0.5, Number.NaN]) };
const z: Tensor = { name: 'z', datatype: 'INT64', shape: [1], data: new BigInt64Array([9007199254740993n]) };

test('answers in JSON with the id, every digit, and null for NaN', () => {
  const { body, contentType, headerBytes } = answer(
    [z, y],
    [
      { name: 'y', binary: false },
      { name: 'z', binary: false },
    ],
    'i',
  );
  expect([contentType, headerBytes]).toEqual(['application/json', null]);
  expect(body).toBe(
    '{"model_name":"a \\"model\\"","model_version":"3","id":"i","outputs":[{"name":"y","datatype":"FP32","shape":[1,2],"data":[0.5,null]},{"name":"z","datatype":"INT64","shape":[1],"data":[9007199254740993]}]}',
  );
});

test('answers in binary with a JSON head that says how long the parts are', () => {
  const s: Tensor = { name: 's', datatype: 'BYTES', shape: [2], data: ['é', ''] };
  const { body, contentType, headerBytes } = answer(
    [y, z, s],
    [
      { name: 'z', binary: true },
      { name: 'y', binary: false },
      { name: 's', binary: true },
    ],
  );
  const bytes = Buffer.from(body as Uint8Array);
  const head = JSON.parse(bytes.subarray(0, headerBytes ?? 0).toString());
  expect(contentType).toBe('application/octet-stream');
  expect(head.outputs.map((output: { parameters?: object }) => output.parameters)).toEqual([
    { binary_data_size: 8 },
    undefined,
    { binary_data_size: 10 },
  ]);
  expect(bytes.subarray(headerBytes ?? 0)).toEqual(Buffer.concat([binary(z), binary(s)]));
});

test('answers classes as texts, base64 where it was asked for, and the content type of the request', () => {
  const p: Tensor = { name: 'p', datatype: 'FP32', shape: [1, 2], data: new Float32Array([0.25, 0.75]) };
  const s: Tensor = { name: 's', datatype: 'BYTES', shape: [1], data: ['é'] };
  const { body } = renderOpenInference({
    model: 'm',
    version: 1,
    id: undefined,
    outputs: [p, s],
    wanted: [
      { name: 'p', binary: false, classes: 1 },
      { name: 's', binary: false, base64: true },
    ],
    contentType: 'np',
    labelsOf: (name) => (name === 'p' ? ['no', 'yes'] : null),
  });
  expect(JSON.parse(String(body))).toEqual({
    model_name: 'm',
    model_version: '1',
    parameters: { content_type: 'np' },
    outputs: [
      { name: 'p', datatype: 'BYTES', shape: [1, 1], data: ['0.75:1:yes'] },
      { name: 's', datatype: 'BYTES', shape: [1], parameters: { content_type: 'base64' }, data: ['w6k='] },
    ],
  });
});

test('a binary answer of a slice holds the slice only', () => {
  const wide = new Float32Array([1, 2, 3, 4]);
  const { body, headerBytes } = answer(
    [{ name: 'y', datatype: 'FP32', shape: [1, 2], data: wide.subarray(2, 4) }],
    [{ name: 'y', binary: true }],
  );
  const bytes = Buffer.from(body as Uint8Array).subarray(headerBytes ?? 0);
  expect([bytes.readFloatLE(0), bytes.readFloatLE(4), bytes.length]).toEqual([3, 4, 8]);
});

test('no JSON that a caller sends is anything but taken or refused in words', () => {
  const named = withNames(readCases('breast_cancer_histgb').signature, readCases('breast_cancer_histgb').columns);
  const anyValue = fc.jsonValue({ maxDepth: 3 });
  const input = fc.record(
    {
      name: fc.constantFrom('x', 'float_input', 'context.a', 'mean_radius', '__proto__', 'constructor'),
      datatype: fc.oneof(fc.constantFrom('FP32', 'INT64'), anyValue),
      shape: fc.oneof(fc.array(fc.integer({ min: -2, max: 3 })), anyValue),
      data: fc.oneof(fc.array(fc.double()), anyValue),
      parameters: fc.oneof(fc.record({ binary_data_size: fc.integer({ min: -1, max: 9 }) }), anyValue),
    },
    { requiredKeys: ['name'] },
  );
  const body = fc.oneof(anyValue, fc.record({ inputs: fc.array(input, { maxLength: 3 }), outputs: anyValue }));
  fc.assert(
    fc.property(body, fc.option(fc.uint8Array({ maxLength: 12 })), fc.boolean(), (given, tail, isNamed) => {
      expect(refusal(isNamed ? named : two, given, tail)).toMatch(/^(taken|4\d\d )/);
    }),
    { numRuns: 2000 },
  );
});

test('an input whose number of dimensions the file leaves open takes any', () => {
  const open = signatureOf({ shape: [-1, -1], anyRank: true });
  const read = (shape: unknown, data: unknown) =>
    readOpenInference(open, { inputs: [x({ shape, data })] }, null).tensors.map((tensor) => tensor.shape);
  expect(read([], [1])).toEqual([[]]);
  expect(read([3], [1, 2, 3])).toEqual([[3]]);
  expect(read([2, 1, 2], [1, 2, 3, 4])).toEqual([[2, 1, 2]]);
  expect(readOpenInference(open, { inputs: [x({ shape: [3], data: [1, 2, 3] })] }, null).rows).toBe(3);
  expect(refusal(open, { inputs: [x({ shape: [-1, 2, 1] })] })).toBe('400 x wrong_shape');
  expect(refusal(open, { inputs: [x({ shape: [70_000, 0, 1], data: [] })] })).toBe('400 x wrong_shape');
  expect(refusal(open, { inputs: [x({ shape: '2' })] })).toBe('400 x no_shape');
});
