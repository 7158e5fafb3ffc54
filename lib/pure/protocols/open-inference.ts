import { checkShape, rowsOf } from './check-shape';
import { ContextReader, isContextName } from './context';
import { countOf, fromBytes, isDatatype, sizeOf, type Tensor, valueAt } from './datatype';
import type { InferenceRequest } from './inference';
import { badField, ProtocolError } from './protocol-error';
import { checkText, flattenData, readValues } from './read-values';
import type { InputSpec, ServedSignature } from './signature';

export interface OpenInferenceRequest extends InferenceRequest {
  id: string | undefined;
  /** Names of the outputs to answer with, in the order asked for; all of them if nothing was asked. */
  outputs: { name: string; binary: boolean }[];
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const parametersOf = (value: Json, field: string): Json => {
  const parameters = value.parameters ?? {};
  if (!isObject(parameters)) throw badField(field, 'its parameters must be an object');
  return parameters;
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads `{"id"?, "parameters"?, "inputs": […], "outputs"?: […]}`; `tail` holds the tensors of the binary extension. */
export function readOpenInference(
  signature: ServedSignature,
  body: unknown,
  tail: Uint8Array | null,
): OpenInferenceRequest {
  if (!isObject(body)) throw new ProtocolError('the body must be an object with "inputs"', { field: 'inputs' });
  if (!Array.isArray(body.inputs)) throw badField('inputs', 'it must be a list of tensors', 'no_inputs');
  const id = body.id === undefined || body.id === null ? undefined : String(body.id).slice(0, 256);
  const specs = new Map(signature.inputs.map((spec) => [spec.name, spec]));
  const byColumn = columnInputs(signature);
  const tensors = new Map<string, Tensor>();
  const shapes = new Map<string, number[]>();
  const contexts: { name: string; values: readonly unknown[] }[] = [];
  const columns = new Map<string, readonly unknown[]>();
  let offset = 0;
  const takeBinary = (name: string, parameters: Json): Uint8Array | null => {
    const size = parameters.binary_data_size;
    if (size === undefined) return null;
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
      throw badField(name, 'binary_data_size is not a whole number of bytes');
    if (!tail || offset + size > tail.length)
      throw badField(
        name,
        `binary_data_size is ${size}, and the body holds ${(tail?.length ?? 0) - offset} bytes more`,
        'short_body',
      );
    const bytes = tail.subarray(offset, offset + size);
    offset += size;
    return bytes;
  };
  for (const given of body.inputs) {
    if (!isObject(given) || typeof given.name !== 'string') throw badField('inputs', 'each input needs a name');
    const { name } = given;
    const parameters = parametersOf(given, name);
    if (tensors.has(name) || columns.has(name) || contexts.some((context) => context.name === name))
      throw badField(name, 'it is given twice', 'twice');
    if (isContextName(name)) {
      const bytes = takeBinary(name, parameters);
      contexts.push({
        name,
        values: bytes ? readBinaryTexts(name, bytes) : Array.isArray(given.data) ? given.data.flat(2) : [],
      });
      continue;
    }
    const spec = specs.get(name);
    if (!spec) {
      if (!byColumn.has(name)) throw badField(name.slice(0, 128), 'the model has no such input', 'unknown_input');
      const bytes = takeBinary(name, parameters);
      if (bytes) throw badField(name, 'a named column of a tensor is sent as JSON');
      if (!Array.isArray(given.data)) throw badField(name, 'its data must be a list', 'no_data');
      columns.set(name, given.data.flat(2));
      continue;
    }
    const tensor = readTensor(spec, given, takeBinary(name, parameters), signature.rowByRow);
    tensors.set(name, tensor);
    shapes.set(name, tensor.shape);
  }
  if (tail && offset !== tail.length)
    throw new ProtocolError(`the body holds ${tail.length - offset} bytes after the last tensor`, {
      field: 'inputs',
      reason: 'surplus_bytes',
    });
  if (columns.size > 0) gatherColumns(signature, columns, tensors, shapes);
  const ordered = signature.inputs.map((spec) => tensors.get(spec.name) ?? missing(spec.name));
  const rows = rowsOf(signature.inputs, shapes, signature.rowByRow);
  const reader = new ContextReader(rows);
  for (const { name, values } of contexts) {
    if (values.length !== rows) throw badField(name, `it has ${values.length} values for ${rows} rows`, 'wrong_count');
    values.forEach((value, row) => {
      reader.set(row, name, value);
    });
  }
  return { id, tensors: ordered, rows, context: reader.result(), outputs: readOutputs(signature, body) };
}

const missing = (name: string): never => {
  throw badField(name, 'it is missing', 'missing_input');
};

const columnInputs = (signature: ServedSignature) =>
  new Map(signature.columns.filter((column) => column.index !== null).map((column) => [column.name, column]));

function gatherColumns(
  signature: ServedSignature,
  given: Map<string, readonly unknown[]>,
  tensors: Map<string, Tensor>,
  shapes: Map<string, number[]>,
) {
  for (const spec of signature.inputs) {
    const columns = signature.columns.filter((column) => column.input === spec.name && column.index !== null);
    if (tensors.has(spec.name) || !columns.some((column) => given.has(column.name))) continue;
    const rows = given.get(columns.find((column) => given.has(column.name))?.name ?? '')?.length ?? 0;
    const values: unknown[] = new Array(rows * columns.length);
    for (const column of columns) {
      const list = given.get(column.name);
      if (!list && column.fallback === undefined) missing(column.name);
      if (list && list.length !== rows)
        throw badField(column.name, `it has ${list.length} values for ${rows} rows`, 'wrong_count');
      for (let row = 0; row < rows; row++)
        values[row * columns.length + (column.index ?? 0)] = list ? list[row] : column.fallback;
    }
    const shape = [rows, ...spec.shape.slice(1)];
    tensors.set(spec.name, {
      name: spec.name,
      datatype: spec.datatype,
      shape,
      data: readValues(spec.name, spec.datatype, values, spec.nullable),
    });
    shapes.set(spec.name, shape);
  }
}

function readTensor(spec: InputSpec, given: Json, bytes: Uint8Array | null, rowByRow: boolean): Tensor {
  if (!isDatatype(given.datatype)) throw badField(spec.name, `its datatype must be ${spec.datatype}`, 'wrong_datatype');
  if (given.datatype !== spec.datatype)
    throw badField(spec.name, `its datatype is ${given.datatype}; the model wants ${spec.datatype}`, 'wrong_datatype');
  const shape = checkShape(spec, given.shape, rowByRow);
  if (bytes) return readBinaryTensor(spec, shape, bytes);
  const values = flattenData(spec.name, given.data, shape);
  return {
    name: spec.name,
    datatype: spec.datatype,
    shape,
    data: readValues(spec.name, spec.datatype, values, spec.nullable),
  };
}

export function readBinaryTensor(spec: InputSpec, shape: number[], bytes: Uint8Array): Tensor {
  const count = countOf(shape);
  if (spec.datatype === 'BYTES') {
    const data = readBinaryTexts(spec.name, bytes);
    if (data.length !== count)
      throw badField(
        spec.name,
        `its shape [${shape.join(', ')}] asks for ${count} values, and the bytes hold ${data.length}`,
        'wrong_count',
      );
    return { name: spec.name, datatype: 'BYTES', shape, data };
  }
  const size = sizeOf(spec.datatype) ?? 1;
  if (bytes.length !== count * size)
    throw badField(
      spec.name,
      `its shape [${shape.join(', ')}] asks for ${count * size} bytes, and there are ${bytes.length}`,
      'wrong_count',
    );
  if (spec.datatype === 'BOOL')
    for (const byte of bytes) if (byte > 1) throw badField(spec.name, `the byte ${byte} is not 0 or 1`, 'wrong_type');
  return { name: spec.name, datatype: spec.datatype, shape, data: fromBytes(spec.datatype, bytes) };
}

function readBinaryTexts(field: string, bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = at + 4 <= bytes.length ? view.getUint32(at, true) : -1;
    if (length < 0 || at + 4 + length > bytes.length)
      throw badField(field, 'its bytes end inside a text', 'short_body');
    let text: string;
    try {
      text = decoder.decode(bytes.subarray(at + 4, at + 4 + length));
    } catch {
      throw badField(field, 'a text is not valid UTF-8', 'bad_text');
    }
    checkText(field, text);
    texts.push(text);
    at += 4 + length;
  }
  return texts;
}

function readOutputs(signature: ServedSignature, body: Json): { name: string; binary: boolean }[] {
  const binaryByDefault = parametersOf(body, 'parameters').binary_data_output === true;
  if (body.outputs === undefined || body.outputs === null || (Array.isArray(body.outputs) && body.outputs.length === 0))
    return signature.outputs.map((output) => ({ name: output.name, binary: binaryByDefault }));
  if (!Array.isArray(body.outputs)) throw badField('outputs', 'it must be a list');
  return body.outputs.map((given: unknown) => {
    if (!isObject(given) || typeof given.name !== 'string') throw badField('outputs', 'each output needs a name');
    if (!signature.outputs.some((output) => output.name === given.name))
      throw badField(given.name.slice(0, 128), 'the model has no such output', 'unknown_output');
    const { binary_data: binary } = parametersOf(given, given.name);
    return { name: given.name, binary: typeof binary === 'boolean' ? binary : binaryByDefault };
  });
}

/** A raw request of the binary extension: the whole body is the one input, one row. */
export function readRawBinary(signature: ServedSignature, bytes: Uint8Array): OpenInferenceRequest {
  const [spec, second] = signature.inputs;
  if (!spec || second) throw new ProtocolError('a raw body needs a model with exactly one input', { field: 'inputs' });
  const outputs = signature.outputs.map((output) => ({ name: output.name, binary: true }));
  const free = spec.shape.filter((size) => size < 0).length;
  if (spec.datatype === 'BYTES') {
    const shape = spec.shape.map((size) => (size < 0 ? 1 : size));
    const framed = new Uint8Array(bytes.length + 4);
    new DataView(framed.buffer).setUint32(0, bytes.length, true);
    framed.set(bytes, 4);
    return { id: undefined, tensors: [readBinaryTensor(spec, shape, framed)], rows: 1, context: null, outputs };
  }
  if (free > 1 && spec.shape.slice(1).some((size) => size < 0))
    throw badField(spec.name, 'a raw body needs a shape with one free dimension at most');
  const one = countOf(spec.shape.map((size) => (size < 0 ? 1 : size))) * (sizeOf(spec.datatype) ?? 1);
  const rows = one > 0 ? bytes.length / one : 0;
  if (!Number.isInteger(rows) || rows < 1)
    throw badField(spec.name, `one row has ${one} bytes, and the body has ${bytes.length}`, 'wrong_count');
  const shape = spec.shape.map((size) => (size < 0 ? rows : size));
  return { id: undefined, tensors: [readBinaryTensor(spec, shape, bytes)], rows, context: null, outputs };
}

/** One value as JSON text: 64-bit integers keep their digits, NaN is null, infinities are texts. */
export function jsonValue(value: number | bigint | boolean | string): string {
  if (typeof value === 'number')
    return Number.isFinite(value)
      ? String(value)
      : Number.isNaN(value)
        ? 'null'
        : value > 0
          ? '"Infinity"'
          : '"-Infinity"';
  if (typeof value === 'string') return JSON.stringify(value);
  return String(value);
}

/** Flat JSON list of a tensor's values. */
export function jsonData(tensor: Tensor): string {
  const { data } = tensor;
  if (data.length === 0) return '[]';
  if (
    tensor.datatype === 'FP32' ||
    tensor.datatype === 'FP64' ||
    tensor.datatype === 'INT64' ||
    tensor.datatype === 'INT32'
  ) {
    let text = '[';
    for (let i = 0; i < data.length; i++) {
      const value = data[i] as number | bigint;
      text += i === 0 ? '' : ',';
      text += typeof value === 'bigint' || Number.isFinite(value) ? value : jsonValue(value);
    }
    return `${text}]`;
  }
  const parts: string[] = [];
  for (let i = 0; i < data.length; i++) parts.push(jsonValue(valueAt(tensor, i)));
  return `[${parts.join(',')}]`;
}

export interface OpenInferenceAnswer {
  body: Uint8Array | string;
  contentType: 'application/json' | 'application/octet-stream';
  /** Bytes of the JSON part, where any output is binary. */
  headerBytes: number | null;
}

const encoder = new TextEncoder();

/** Renders the outputs that were asked for, in their order. */
export function renderOpenInference(answer: {
  model: string;
  version: number;
  id: string | undefined;
  outputs: Tensor[];
  wanted: { name: string; binary: boolean }[];
}): OpenInferenceAnswer {
  const binaries: Uint8Array[] = [];
  const parts: string[] = [];
  for (const { name, binary } of answer.wanted) {
    const tensor = answer.outputs.find((output) => output.name === name);
    if (!tensor) continue;
    const head = `{"name":${JSON.stringify(name)},"datatype":"${tensor.datatype}","shape":[${tensor.shape.join(',')}],`;
    if (binary) {
      const bytes = binaryOf(tensor);
      binaries.push(bytes);
      parts.push(`${head}"parameters":{"binary_data_size":${bytes.length}}}`);
    } else parts.push(`${head}"data":${jsonData(tensor)}}`);
  }
  const id = answer.id === undefined ? '' : `"id":${JSON.stringify(answer.id)},`;
  const json = `{"model_name":${JSON.stringify(answer.model)},"model_version":"${answer.version}",${id}"outputs":[${parts.join(',')}]}`;
  if (binaries.length === 0) return { body: json, contentType: 'application/json', headerBytes: null };
  const head = encoder.encode(json);
  const body = new Uint8Array(head.length + binaries.reduce((sum, bytes) => sum + bytes.length, 0));
  body.set(head);
  let at = head.length;
  for (const bytes of binaries) {
    body.set(bytes, at);
    at += bytes.length;
  }
  return { body, contentType: 'application/octet-stream', headerBytes: head.length };
}

function binaryOf(tensor: Tensor): Uint8Array {
  if (!Array.isArray(tensor.data))
    return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
  const texts = tensor.data.map((text) => encoder.encode(text));
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + 4 + text.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const text of texts) {
    view.setUint32(at, text.length, true);
    bytes.set(text, at + 4);
    at += 4 + text.length;
  }
  return bytes;
}
