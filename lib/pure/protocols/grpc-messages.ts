import { bytesOf, type Datatype, isDatatype } from './datatype';
import { badField, ProtocolError } from './protocol-error';
import { readValues } from './read-values';

/** A parameter as it is decoded: `parameter_choice` names the member that is set. */
export type GrpcParameter = { parameter_choice?: string } & Record<string, unknown>;

export interface GrpcTensor {
  name: string;
  datatype: string;
  shape: (string | number)[];
  parameters: Record<string, GrpcParameter>;
  contents?: Record<string, unknown[]> | null;
}

export interface GrpcInferRequest {
  model_name: string;
  model_version: string;
  id: string;
  parameters: Record<string, GrpcParameter>;
  inputs: GrpcTensor[];
  outputs: { name: string; parameters: Record<string, GrpcParameter> }[];
  raw_input_contents: Uint8Array[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Where a tensor's values are when they are not raw. FP16 and BF16 can only be raw. */
const CONTENTS: Partial<Record<Datatype, string>> = {
  BOOL: 'bool_contents',
  INT8: 'int_contents',
  INT16: 'int_contents',
  INT32: 'int_contents',
  INT64: 'int64_contents',
  UINT8: 'uint_contents',
  UINT16: 'uint_contents',
  UINT32: 'uint_contents',
  UINT64: 'uint64_contents',
  FP32: 'fp32_contents',
  FP64: 'fp64_contents',
  BYTES: 'bytes_contents',
};

function plainParameters(given: Record<string, GrpcParameter>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([name, parameter]) => {
      const choice = parameter.parameter_choice ?? '';
      const value = parameter[choice];
      return [name, choice === 'int64_param' || choice === 'uint64_param' ? Number(value) : value];
    }),
  );
}

function contentBytes(tensor: GrpcTensor): Uint8Array {
  const { name, datatype } = tensor;
  if (!isDatatype(datatype)) throw badField(name, 'its datatype is missing or unknown', 'wrong_datatype');
  const field = CONTENTS[datatype];
  if (!field) throw badField(name, `${datatype} has no contents; send it in raw_input_contents`, 'no_data');
  const values = tensor.contents?.[field] ?? [];
  if (datatype === 'BYTES') return concat(values.flatMap((value) => framed(value as Uint8Array)));
  // A message holds floats as numbers already, infinities and NaN among them.
  if (datatype === 'FP32') return bytesOf(Float32Array.from(values as number[]));
  if (datatype === 'FP64') return bytesOf(Float64Array.from(values as number[]));
  const data = readValues(name, datatype, values, false);
  return Array.isArray(data) ? new Uint8Array(0) : bytesOf(data);
}

function framed(bytes: Uint8Array): [Uint8Array, Uint8Array] {
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, bytes.length, true);
  return [size, bytes];
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A gRPC request as a body of the binary extension over HTTP, whose first `headerBytes` are JSON. */
export function toHttpBody(request: GrpcInferRequest): { body: Uint8Array; headerBytes: number } {
  const raw = request.raw_input_contents;
  if (raw.length > 0 && raw.length !== request.inputs.length)
    throw new ProtocolError(
      `raw_input_contents holds ${raw.length} tensors, and there are ${request.inputs.length} inputs`,
      { field: 'raw_input_contents', reason: 'wrong_count' },
    );
  const parts = request.inputs.map((tensor, i) => raw[i] ?? contentBytes(tensor));
  const header = encoder.encode(
    JSON.stringify({
      ...(request.id === '' ? {} : { id: request.id }),
      parameters: { ...plainParameters(request.parameters), binary_data_output: true },
      inputs: request.inputs.map((tensor, i) => ({
        name: tensor.name,
        datatype: tensor.datatype,
        shape: tensor.shape.map(Number),
        parameters: { ...plainParameters(tensor.parameters), binary_data_size: parts[i]?.length ?? 0 },
      })),
      outputs: request.outputs.map(({ name, parameters }) => ({
        name,
        parameters: { ...plainParameters(parameters), binary_data: true },
      })),
    }),
  );
  return { body: concat([header, ...parts]), headerBytes: header.length };
}

interface HttpAnswer {
  model_name: string;
  model_version: string;
  id?: string;
  parameters?: Record<string, unknown>;
  outputs: { name: string; datatype: string; shape: number[]; parameters: { binary_data_size: number } }[];
}

/** The answer of the binary extension as a gRPC message; its tensors are raw. */
export function fromHttpBody(body: Uint8Array, headerBytes: number): Record<string, unknown> {
  // Our own renderer wrote it.
  const answer = JSON.parse(decoder.decode(body.subarray(0, headerBytes))) as HttpAnswer;
  let at = headerBytes;
  const raw = answer.outputs.map(({ parameters }) => {
    at += parameters.binary_data_size;
    return body.subarray(at - parameters.binary_data_size, at);
  });
  return {
    model_name: answer.model_name,
    model_version: answer.model_version,
    id: answer.id ?? '',
    parameters: Object.fromEntries(
      Object.entries(answer.parameters ?? {}).map(([name, value]) => [name, { string_param: String(value) }]),
    ),
    outputs: answer.outputs.map(({ name, datatype, shape }) => ({ name, datatype, shape })),
    raw_output_contents: raw,
  };
}
