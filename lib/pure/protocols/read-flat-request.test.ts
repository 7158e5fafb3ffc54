import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, type Tensor } from './datatype';
import { markLongIntegers } from './long-integers';
import { type OpenInferenceRequest, readOpenInference } from './open-inference';
import { readFlatRequest } from './read-flat-request';
import type { InputSpec, ServedSignature } from './signature';

const signatureOf = (input: Partial<InputSpec> = {}, more: Partial<ServedSignature> = {}): ServedSignature => ({
  inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 2], nullable: false, ...input }],
  outputs: [{ name: 'y', datatype: 'FP32', shape: [-1, 2], classLabels: null }],
  columns: [],
  reading: { task: 'tensors' },
  rowByRow: false,
  ...more,
});

const bits = (tensor: Tensor) => (Array.isArray(tensor.data) ? tensor.data : Buffer.from(bytesOf(tensor.data)));
const told = (request: OpenInferenceRequest) => ({
  id: request.id,
  rows: request.rows,
  outputs: request.outputs,
  context: request.context,
  tensors: request.tensors.map((tensor) => ({ ...tensor, data: bits(tensor) })),
});
const general = (signature: ServedSignature, text: string) =>
  readOpenInference(signature, JSON.parse(markLongIntegers(text)), null);
const flat = (text: string, signature = signatureOf()) => readFlatRequest(signature, Buffer.from(text));
const body = (data: string, rows = 1, more = '') =>
  `{"inputs":[{"name":"x","shape":[${rows},2],"datatype":"FP32","data":${data}${more}}]}`;

const numberText = fc.oneof(
  fc.double({ min: -3e38, max: 3e38, noNaN: true }).map(String),
  fc.integer().map(String),
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((value) => value.toFixed(4)),
  fc.constantFrom(
    '0',
    '-0',
    '0.1',
    '1e5',
    '1E-7',
    '-2.50',
    '16777217',
    '9007199254740993',
    '1234567890123456789.5',
    '0.30000000000000004',
    '1.7976931348623157e308',
    '3.4028235e38',
    '01',
    '.5',
    '1.',
    '--1',
    '1e',
    'NaN',
    'null',
    '"1"',
    'true',
    '',
  ),
);
const space = fc.constantFrom('', '', ' ', '\n\t');

test('whatever it reads is what the general reader reads, bit for bit', () => {
  let read = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(numberText, numberText), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom<InputSpec['datatype']>('FP32', 'FP64'),
      fc.integer({ min: 0, max: 5 }),
      space,
      (rows, nested, nullable, datatype, claimed, gap) => {
        const lists = rows.map((row) => row.join(`${gap},`));
        const data = nested ? `[${lists.map((list) => `[${list}]${gap}`).join(',')}]` : `[${gap}${lists.join(',')}]`;
        const size = claimed === 5 ? rows.length + 1 : rows.length;
        const text = `{"id":"a",${gap}"inputs":[{"name":"x","datatype":"${datatype}","data":${data},"shape":[${size},2]}]}${gap}`;
        const signature = signatureOf({ nullable, datatype });
        const request = flat(text, signature);
        if (!request) return;
        read += 1;
        expect(told(request)).toEqual(told(general(signature, text)));
      },
    ),
    { seed: 5, numRuns: 3000 },
  );
  expect(read).toBeGreaterThan(300);
});

test('any single changed character is read alike or left to the general reader', () => {
  const good = body('[0.5,-12.25e-1]', 1, ',"parameters":{}').replace(',"parameters":{}', '');
  fc.assert(
    fc.property(
      fc.nat(good.length),
      fc.constantFrom(...'{}[]",:0129.-+eE \\\u0000nx'),
      fc.boolean(),
      (at, character, replaces) => {
        const text = good.slice(0, at) + character + good.slice(at + (replaces ? 1 : 0));
        // The version was sent the good body before, so that what is around its values is known.
        const signature = signatureOf();
        expect(flat(good, signature)).not.toBeNull();
        const request = flat(text, signature);
        expect(request === null).toBe(flat(text) === null);
        if (request) expect(told(request)).toEqual(told(general(signature, text)));
      },
    ),
    { seed: 6, numRuns: 5000 },
  );
});

test('reads the values of one body after another in the same frame', () => {
  const signature = signatureOf();
  const values = (text: string) => Array.from(flat(text, signature)?.tensors[0]?.data ?? [], Number);
  const bodies = [
    body('[1, 2.5]'),
    body('[-3,4e2]'),
    body('[[5,6],[7,8]]', 2),
    body('[[9,10],[11,12]]', 2),
    body('[0,1]'),
  ];
  expect(bodies.map(values)).toEqual([
    [1, 2.5],
    [-3, 400],
    [5, 6, 7, 8],
    [9, 10, 11, 12],
    [0, 1],
  ]);
  const [first, second] = bodies.map((text) => flat(text, signature)?.tensors[0]);
  expect([first, second].map((tensor) => Array.from(tensor?.data ?? [], Number))).toEqual([
    [1, 2.5],
    [-3, 400],
  ]);
});

test.each([
  ['flat', body('[1, 2.5]'), [1, 2.5]],
  ['nested', body('[[1,2],[3,4]]', 2), [1, 2, 3, 4]],
  ['keys in any order', '{"inputs":[{"data":[1,2],"datatype":"FP32","shape":[1,2],"name":"x"}],"id":"7"}', [1, 2]],
])('reads the common form: %s', (_, text, values) => {
  expect(Array.from(flat(text)?.tensors[0]?.data ?? [], Number)).toEqual(values);
});

test.each([
  ['requested outputs', `${body('[1,2]').slice(0, -1)},"outputs":[{"name":"y"}]}`],
  ['parameters', body('[1,2]', 1, ',"parameters":{}')],
  ['a key given twice', body('[1,2]', 1, ',"data":[3,4]')],
  ['another name', body('[1,2]').replace('"x"', '"z"')],
  ['too few values', body('[1]')],
  ['too many values', body('[1,2,3]')],
  ['rows of unequal width', body('[[1,2],[3]]', 2)],
  ['a number too large for FP32', body('[1,1e39]')],
  ['a shape of a million rows', body('[1,2]', 1_000_000)],
  ['bytes behind the end', `${body('[1,2]')} x`],
  ['a body that is cut off', body('[1,2]').slice(0, -3)],
  ['null where it is not taken', body('[1,null]')],
])('leaves to the general reader: %s', (_, text) => {
  expect(flat(text)).toBeNull();
});

test('leaves models of other inputs to the general reader', () => {
  expect(flat(body('[1,2]'), signatureOf({}, { rowByRow: true }))).toBeNull();
  expect(flat(body('[1,2]'), signatureOf({ shape: [1, 2] }))).toBeNull();
  expect(flat(body('[1,2]'), signatureOf({ datatype: 'INT64' }))).toBeNull();
});
