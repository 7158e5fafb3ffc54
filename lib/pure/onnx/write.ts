import { WireWriter } from './wire';

/** TensorProto.DataType of the types that can be written here. */
const ELEMENT = { FP32: 1, INT32: 6, INT64: 7, BYTES: 8, BOOL: 9, FP64: 11 } as const;

export type WritableType = keyof typeof ELEMENT;

/** A value with its type; -1 or text stands for an open dimension. Another element type can be given by number. */
export interface ValueSpec {
  readonly name: string;
  readonly type: WritableType | number;
  readonly shape: readonly (number | string)[] | null;
  /** A sequence of such tensors. */
  readonly isSequence?: boolean;
}

export interface TensorSpec {
  readonly name: string;
  readonly type: WritableType;
  readonly dims: readonly number[];
  readonly data: readonly (number | bigint | string | boolean)[];
  /** Says that the data lie in this other file; none is written. */
  readonly externalLocation?: string;
}

export type AttributeSpec = { readonly name: string } & (
  | { readonly int: number | bigint }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly tensor: TensorSpec }
  | { readonly graph: GraphSpec }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly texts: readonly string[] }
);

export interface NodeSpec {
  readonly op: string;
  readonly domain?: string;
  readonly name?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: readonly AttributeSpec[];
}

export interface GraphSpec {
  readonly name?: string;
  readonly nodes: readonly NodeSpec[];
  readonly inputs: readonly ValueSpec[];
  readonly outputs: readonly ValueSpec[];
  readonly initializers?: readonly TensorSpec[];
}

export interface FunctionSpec {
  readonly name: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly NodeSpec[];
}

export interface ModelSpec {
  readonly graph: GraphSpec;
  readonly irVersion?: number;
  readonly opsets?: readonly { readonly domain: string; readonly version: number }[];
  readonly producerName?: string;
  readonly metadata?: readonly { readonly key: string; readonly value: string }[];
  readonly functions?: readonly FunctionSpec[];
}

const DEFAULT_IR_VERSION = 8;
const DEFAULT_OPSET = 17;

/** Encodes a small ONNX model (protobuf). Nothing is checked: a faulty description gives a faulty file. */
export function encodeModel(model: ModelSpec): Uint8Array {
  const writer = new WireWriter().varint(1, model.irVersion ?? DEFAULT_IR_VERSION);
  if (model.producerName) writer.string(2, model.producerName);
  writer.message(7, (graph) => writeGraph(graph, model.graph));
  const opsets = model.opsets ?? [{ domain: '', version: DEFAULT_OPSET }];
  for (const { domain, version } of opsets) writer.message(8, (opset) => opset.string(1, domain).varint(2, version));
  for (const { key, value } of model.metadata ?? [])
    writer.message(14, (entry) => entry.string(1, key).string(2, value));
  for (const one of model.functions ?? []) writer.message(25, (out) => writeFunction(out, one, opsets));
  return writer.finish();
}

function writeFunction(out: WireWriter, one: FunctionSpec, opsets: NonNullable<ModelSpec['opsets']>): void {
  out.string(1, one.name);
  for (const name of one.inputs) out.string(4, name);
  for (const name of one.outputs) out.string(5, name);
  for (const node of one.nodes) out.message(7, (inner) => writeNode(inner, node));
  for (const { domain, version } of opsets) out.message(9, (opset) => opset.string(1, domain).varint(2, version));
  out.string(10, one.domain);
}

function writeGraph(out: WireWriter, graph: GraphSpec): void {
  for (const node of graph.nodes) out.message(1, (inner) => writeNode(inner, node));
  out.string(2, graph.name ?? 'graph');
  for (const tensor of graph.initializers ?? []) out.message(5, (inner) => writeTensor(inner, tensor));
  for (const value of graph.inputs) out.message(11, (inner) => writeValue(inner, value));
  for (const value of graph.outputs) out.message(12, (inner) => writeValue(inner, value));
}

function writeNode(out: WireWriter, node: NodeSpec): void {
  for (const name of node.inputs) out.string(1, name);
  for (const name of node.outputs) out.string(2, name);
  if (node.name) out.string(3, node.name);
  out.string(4, node.op);
  for (const attribute of node.attributes ?? []) out.message(5, (inner) => writeAttribute(inner, attribute));
  if (node.domain) out.string(7, node.domain);
}

/** Field 20 is AttributeProto.AttributeType. */
function writeAttribute(out: WireWriter, attribute: AttributeSpec): void {
  out.string(1, attribute.name);
  if ('float' in attribute) out.float(2, attribute.float).varint(20, 1);
  else if ('int' in attribute) out.varint(3, attribute.int).varint(20, 2);
  else if ('text' in attribute) out.string(4, attribute.text).varint(20, 3);
  else if ('tensor' in attribute) out.message(5, (inner) => writeTensor(inner, attribute.tensor)).varint(20, 4);
  else if ('graph' in attribute) out.message(6, (inner) => writeGraph(inner, attribute.graph)).varint(20, 5);
  else if ('floats' in attribute) {
    for (const value of attribute.floats) out.float(7, value);
    out.varint(20, 6);
  } else if ('ints' in attribute) {
    for (const value of attribute.ints) out.varint(8, value);
    out.varint(20, 7);
  } else {
    for (const value of attribute.texts) out.string(9, value);
    out.varint(20, 8);
  }
}

function writeTensor(out: WireWriter, tensor: TensorSpec): void {
  for (const dim of tensor.dims) out.varint(1, dim);
  out.varint(2, ELEMENT[tensor.type]);
  if (tensor.type === 'BYTES') for (const value of tensor.data) out.string(6, String(value));
  out.string(8, tensor.name);
  if (tensor.externalLocation) {
    const location = tensor.externalLocation;
    out.message(13, (entry) => entry.string(1, 'location').string(2, location)).varint(14, 1);
  } else if (tensor.type !== 'BYTES') out.bytes(9, rawData(tensor));
}

function rawData({ type, data }: TensorSpec): Uint8Array {
  const width = { FP32: 4, INT32: 4, INT64: 8, BOOL: 1, FP64: 8, BYTES: 0 }[type];
  const bytes = new Uint8Array(width * data.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of data.entries()) {
    const at = index * width;
    if (type === 'FP32') view.setFloat32(at, Number(value), true);
    else if (type === 'FP64') view.setFloat64(at, Number(value), true);
    else if (type === 'INT32') view.setInt32(at, Number(value), true);
    else if (type === 'INT64') view.setBigInt64(at, BigInt(value), true);
    else view.setUint8(at, value ? 1 : 0);
  }
  return bytes;
}

function writeValue(out: WireWriter, value: ValueSpec): void {
  const element = typeof value.type === 'number' ? value.type : ELEMENT[value.type];
  const writeType = (type: WireWriter) =>
    type.message(1, (tensor) => {
      tensor.varint(1, element);
      const { shape } = value;
      if (!shape) return;
      tensor.message(2, (dims) => {
        for (const size of shape)
          dims.message(1, (dim) => {
            if (typeof size === 'string') dim.string(2, size);
            else if (size >= 0) dim.varint(1, size);
          });
      });
    });
  out
    .string(1, value.name)
    .message(2, (type) =>
      value.isSequence ? type.message(4, (sequence) => sequence.message(1, writeType)) : writeType(type),
    );
}
