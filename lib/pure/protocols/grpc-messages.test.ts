import { expect, test } from 'vitest';
import { readCases } from '../onnx/fixtures/read-cases';
import { bytesOf } from './datatype';
import { fromHttpBody, type GrpcInferRequest, type GrpcTensor, toHttpBody } from './grpc-messages';
import { readOpenInference } from './open-inference';
import { ProtocolError } from './protocol-error';
import { renderOpenInference } from './render-open-inference';

const { signature, cases } = readCases('mixed_columns');
const wanted = readOpenInference(signature, { inputs: cases[0]?.inputs }, null);
const encoder = new TextEncoder();

const FIELDS: Record<string, string> = { INT64: 'int64_contents', FP32: 'fp32_contents', BYTES: 'bytes_contents' };
const request = (more: Partial<GrpcInferRequest> = {}): GrpcInferRequest => ({
  model_name: 'm',
  model_version: '',
  id: 'mine',
  parameters: {},
  inputs: wanted.tensors.map(({ name, datatype, shape, data }) => ({
    name,
    datatype,
    shape: shape.map(String),
    parameters: {},
    contents: {
      [FIELDS[datatype] ?? '']: [...data].map((value) =>
        datatype === 'BYTES' ? encoder.encode(String(value)) : datatype === 'INT64' ? String(value) : value,
      ),
    },
  })),
  outputs: [],
  raw_input_contents: [],
  ...more,
});
const read = (given: GrpcInferRequest) => {
  const { body, headerBytes } = toHttpBody(given);
  const json = JSON.parse(Buffer.from(body.subarray(0, headerBytes)).toString());
  return readOpenInference(signature, json, body.subarray(headerBytes));
};
const text = (value: unknown) => {
  const bytes = encoder.encode(String(value));
  return new Uint8Array([bytes.length, 0, 0, 0, ...bytes]);
};

test('contents and raw contents are the tensors of the same case', () => {
  const raw = wanted.tensors.map(({ data }) => (Array.isArray(data) ? text(data[0]) : bytesOf(data)));
  for (const given of [read(request()), read(request({ raw_input_contents: raw }))]) {
    expect(given.tensors).toEqual(wanted.tensors);
    expect(given.id).toBe('mine');
    expect(given.outputs.every((output) => output.binary)).toBe(true);
  }
});

test('parameters and requested outputs are handed on', () => {
  const given = read(
    request({
      parameters: { content_type: { parameter_choice: 'string_param', string_param: 'np' } },
      outputs: [
        {
          name: 'probabilities',
          parameters: { classification: { parameter_choice: 'int64_param', int64_param: '1' } },
        },
      ],
    }),
  );
  expect(given).toMatchObject({ contentType: 'np', outputs: [{ name: 'probabilities', binary: true, classes: 1 }] });
});

test('what is no tensor is refused with its name', () => {
  const refusal = (tensor: Partial<GrpcTensor>, raw: Uint8Array[] = []) => {
    const [first, ...rest] = request().inputs;
    try {
      if (first) toHttpBody(request({ inputs: [{ ...first, ...tensor }, ...rest], raw_input_contents: raw }));
    } catch (error) {
      if (error instanceof ProtocolError) return `${error.field} ${error.reason}`;
      throw error;
    }
    return 'taken';
  };
  expect(refusal({})).toBe('taken');
  expect(refusal({ datatype: 'STRING' })).toBe('age wrong_datatype');
  expect(refusal({ datatype: 'FP16' })).toBe('age no_data');
  expect(refusal({ datatype: 'INT8', contents: { int_contents: [300] } })).toBe('age wrong_type');
  expect(refusal({}, [new Uint8Array(8)])).toBe('raw_input_contents wrong_count');
});

test('a binary answer becomes a message with raw tensors', () => {
  const outputs = [
    { name: 'y', datatype: 'FP32' as const, shape: [1, 2], data: new Float32Array([0.25, 0.75]) },
    { name: 's', datatype: 'BYTES' as const, shape: [1], data: ['é'] },
  ];
  const { body, headerBytes } = renderOpenInference({
    model: 'm',
    version: 2,
    id: 'mine',
    outputs,
    wanted: outputs.map(({ name }) => ({ name, binary: true })),
    contentType: 'np',
  });
  expect(fromHttpBody(Buffer.from(body), headerBytes ?? 0)).toMatchObject({
    model_name: 'm',
    model_version: '2',
    id: 'mine',
    parameters: { content_type: { string_param: 'np' } },
    outputs: [
      { name: 'y', datatype: 'FP32', shape: [1, 2] },
      { name: 's', datatype: 'BYTES', shape: [1] },
    ],
    raw_output_contents: [Buffer.from(bytesOf(new Float32Array([0.25, 0.75]))), Buffer.from(text('é'))],
  });
});
