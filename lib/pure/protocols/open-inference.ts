import { readBinaryTensor, readBinaryTexts } from './binary-tensor';
import { checkShape, rowsOf } from './check-shape';
import { type ContentType, contentTypeOf, decodeTexts } from './content-type';
import { ContextReader, isContextName } from './context';
import { countOf, isDatatype, sizeOf, type Tensor } from './datatype';
import type { InferenceRequest } from './inference';
import { gatherColumns, namedColumns, readColumn } from './named-columns';
import { type FrameColumn, isFrame, readFrameColumn, readFrameColumns } from './open-inference-frame';
import { badField, ProtocolError } from './protocol-error';
import { flattenData, readValues } from './read-values';
import type { WantedOutput } from './render-open-inference';
import type { InputSpec, ServedSignature } from './signature';

export interface OpenInferenceRequest extends InferenceRequest {
  id: string | undefined;
  /** Names of the outputs to answer with, in the order asked for; all of them if nothing was asked. */
  outputs: WantedOutput[];
  /** What the request's parameters say of its content, in MLServer's words. */
  contentType?: ContentType;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const parametersOf = (value: Json, field: string): Json => {
  const parameters = value.parameters ?? {};
  if (!isObject(parameters)) throw badField(field, 'its parameters must be an object');
  return parameters;
};

/** Hands out the binary parts of a body in the order of its inputs. */
class Tail {
  readonly #bytes: Uint8Array | null;
  #offset = 0;

  constructor(bytes: Uint8Array | null) {
    this.#bytes = bytes;
  }

  /** The next part, of the size that an input's parameters say; null for an input whose data is JSON. */
  take(name: string, parameters: Json): Uint8Array | null {
    const size = parameters.binary_data_size;
    if (size === undefined) return null;
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
      throw badField(name, 'binary_data_size is not a whole number of bytes');
    const left = (this.#bytes?.length ?? 0) - this.#offset;
    if (!this.#bytes || size > left)
      throw badField(name, `binary_data_size is ${size}, and the body holds ${left} bytes more`, 'short_body');
    this.#offset += size;
    return this.#bytes.subarray(this.#offset - size, this.#offset);
  }

  requireEmpty() {
    const left = (this.#bytes?.length ?? 0) - this.#offset;
    if (left > 0)
      throw new ProtocolError(`the body holds ${left} bytes after the last tensor`, {
        field: 'inputs',
        reason: 'surplus_bytes',
      });
  }
}

/** Reads `{"id"?, "parameters"?, "inputs": […], "outputs"?: […]}`; `tail` holds the tensors of the binary extension. */
export function readOpenInference(
  signature: ServedSignature,
  body: unknown,
  tail: Uint8Array | null,
): OpenInferenceRequest {
  if (!isObject(body)) throw new ProtocolError('the body must be an object with "inputs"', { field: 'inputs' });
  if (!Array.isArray(body.inputs)) throw badField('inputs', 'it must be a list of tensors', 'no_inputs');
  const id = body.id === undefined || body.id === null ? undefined : String(body.id).slice(0, 256);
  const contentType = contentTypeOf(parametersOf(body, 'parameters'));
  const parts = new Tail(tail);
  const inputs = namesOf(body.inputs);
  const read = isFrame(signature, contentType, inputs)
    ? readFrameInputs(signature, inputs, parts)
    : readInputs(signature, inputs, parts, contentType);
  return {
    id,
    ...read,
    outputs: readOutputs(signature, body),
    ...(contentType === undefined ? {} : { contentType }),
  };
}

export interface GivenInput extends Json {
  name: string;
}

/** The inputs of a body, each with a name of its own. */
function namesOf(inputs: readonly unknown[]): GivenInput[] {
  const seen = new Set<string>();
  return inputs.map((given) => {
    if (!isObject(given) || typeof given.name !== 'string') throw badField('inputs', 'each input needs a name');
    if (seen.has(given.name)) throw badField(given.name.slice(0, 128), 'it is given twice', 'twice');
    seen.add(given.name);
    return { ...given, name: given.name };
  });
}

const readContext = (given: GivenInput, bytes: Uint8Array | null): readonly unknown[] =>
  bytes ? readBinaryTexts(given.name, bytes) : Array.isArray(given.data) ? given.data.flat(2) : [];

function readFrameInputs(signature: ServedSignature, inputs: readonly GivenInput[], parts: Tail): InferenceRequest {
  const columns: FrameColumn[] = inputs.map((given) => {
    const bytes = parts.take(given.name, parametersOf(given, given.name));
    return isContextName(given.name)
      ? { name: given.name, values: readContext(given, bytes) }
      : readFrameColumn(given, contentTypeOf(parametersOf(given, given.name)), bytes);
  });
  parts.requireEmpty();
  return readFrameColumns(signature, columns);
}

function readInputs(
  signature: ServedSignature,
  inputs: readonly GivenInput[],
  parts: Tail,
  contentType: ContentType | undefined,
): InferenceRequest {
  const specs = new Map(signature.inputs.map((spec) => [spec.name, spec]));
  const named = namedColumns(signature);
  const tensors = new Map<string, Tensor>();
  const contexts: { name: string; values: readonly unknown[] }[] = [];
  const columns = new Map<string, Tensor>();
  const isOnly = inputs.filter((given) => !isContextName(given.name)).length === 1 && signature.inputs.length === 1;
  for (const given of inputs) {
    const { name } = given;
    const parameters = parametersOf(given, name);
    if (isContextName(name)) {
      contexts.push({ name, values: readContext(given, parts.take(name, parameters)) });
      continue;
    }
    const column = named.get(name);
    // MLServer's request codecs name their one input themselves, so the model's only input is what they mean.
    const spec = specs.get(name) ?? (isOnly && contentType !== undefined && !column ? signature.inputs[0] : undefined);
    const bytes = parts.take(name, parameters);
    if (spec) tensors.set(spec.name, readTensor(spec, given, bytes, signature.rowByRow, contentType));
    else if (column) columns.set(name, readColumn(column, given, bytes));
    else
      throw badField(name.slice(0, 128), `the model has no such input; it has ${namesIn(signature)}`, 'unknown_input');
  }
  parts.requireEmpty();
  if (columns.size > 0) gatherColumns(signature, columns, tensors);
  const ordered = signature.inputs.map((spec) => tensors.get(spec.name) ?? missing(spec.name));
  const shapes = new Map(ordered.map((tensor) => [tensor.name, tensor.shape]));
  const rows = rowsOf(signature.inputs, shapes, signature.rowByRow);
  const reader = new ContextReader(rows);
  for (const { name, values } of contexts) {
    if (values.length !== rows) throw badField(name, `it has ${values.length} values for ${rows} rows`, 'wrong_count');
    values.forEach((value, row) => {
      reader.set(row, name, value);
    });
  }
  return { tensors: ordered, rows, context: reader.result() };
}

const namesIn = (signature: ServedSignature): string => {
  const names = signature.inputs.slice(0, 10).map((spec) => spec.name);
  return `${names.join(', ')}${signature.inputs.length > names.length ? ', …' : ''}`;
};

const missing = (name: string): never => {
  throw badField(name, 'it is missing', 'missing_input');
};

function readTensor(
  spec: InputSpec,
  given: Json,
  bytes: Uint8Array | null,
  rowByRow: boolean,
  requestType: ContentType | undefined,
): Tensor {
  if (!isDatatype(given.datatype)) throw badField(spec.name, `its datatype must be ${spec.datatype}`, 'wrong_datatype');
  if (given.datatype !== spec.datatype)
    throw badField(spec.name, `its datatype is ${given.datatype}; the model wants ${spec.datatype}`, 'wrong_datatype');
  const type = contentTypeOf(parametersOf(given, spec.name)) ?? requestType;
  const shape = checkShape(spec, type === undefined ? given.shape : withoutOne(spec, given.shape), rowByRow);
  const tensor = bytes
    ? readBinaryTensor(spec, shape, bytes)
    : {
        name: spec.name,
        datatype: spec.datatype,
        shape,
        data: readValues(
          spec.name,
          spec.datatype,
          flattenData(spec.name, flatOnes(given, shape), shape),
          spec.nullable,
        ),
      };
  return Array.isArray(tensor.data) ? { ...tensor, data: [...decodeTexts(spec.name, type, tensor.data)] } : tensor;
}

/** MLServer's codecs of lists send [n, 1], and models of texts may want [n]. */
const withoutOne = (spec: InputSpec, shape: unknown): unknown =>
  Array.isArray(shape) && !spec.anyRank && shape.length === spec.shape.length + 1 && shape.at(-1) === 1
    ? shape.slice(0, -1)
    : shape;

/** `[["a"], ["b"]]` for a shape that lost its last dimension of one. */
const flatOnes = (given: Json, shape: readonly number[]): unknown =>
  Array.isArray(given.shape) && given.shape.length > shape.length && Array.isArray(given.data)
    ? given.data.flat(shape.length)
    : given.data;

function readOutputs(signature: ServedSignature, body: Json): WantedOutput[] {
  const binaryByDefault = parametersOf(body, 'parameters').binary_data_output === true;
  if (body.outputs === undefined || body.outputs === null || (Array.isArray(body.outputs) && body.outputs.length === 0))
    return signature.outputs.map((output) => ({ name: output.name, binary: binaryByDefault }));
  if (!Array.isArray(body.outputs)) throw badField('outputs', 'it must be a list');
  const seen = new Set<string>();
  return body.outputs.map((given: unknown) => {
    if (!isObject(given) || typeof given.name !== 'string') throw badField('outputs', 'each output needs a name');
    const { name } = given;
    const spec = signature.outputs.find((output) => output.name === name);
    if (!spec) throw badField(name.slice(0, 128), 'the model has no such output', 'unknown_output');
    if (seen.has(name)) throw badField(name, 'it is asked for twice', 'twice');
    seen.add(name);
    const parameters = parametersOf(given, name);
    const { binary_data: binary, classification } = parameters;
    const wanted: WantedOutput = { name, binary: typeof binary === 'boolean' ? binary : binaryByDefault };
    if (contentTypeOf(parameters) === 'base64') wanted.base64 = true;
    if (classification === undefined || classification === 0) return wanted;
    if (typeof classification !== 'number' || !Number.isSafeInteger(classification) || classification < 0)
      throw badField(name, 'classification is not a whole number of classes from 1 on');
    if (spec.datatype === 'BYTES' || spec.datatype === 'BOOL')
      throw badField(name, `classification needs an output of numbers, and this one is ${spec.datatype}`);
    return { ...wanted, classes: classification };
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
