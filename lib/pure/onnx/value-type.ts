import type { OnnxDatatype } from './inspection';
import { OnnxError } from './onnx-error';
import { fieldNumber, type WireRange, type WireReader } from './wire';

/** TensorProto.DataType: name in ONNX, datatype served, bytes per element. */
const ELEMENT_TYPES: Readonly<Record<number, { name: string; datatype: OnnxDatatype | null; bytes: number }>> = {
  1: { name: 'float', datatype: 'FP32', bytes: 4 },
  2: { name: 'uint8', datatype: 'UINT8', bytes: 1 },
  3: { name: 'int8', datatype: 'INT8', bytes: 1 },
  4: { name: 'uint16', datatype: 'UINT16', bytes: 2 },
  5: { name: 'int16', datatype: 'INT16', bytes: 2 },
  6: { name: 'int32', datatype: 'INT32', bytes: 4 },
  7: { name: 'int64', datatype: 'INT64', bytes: 8 },
  8: { name: 'string', datatype: 'BYTES', bytes: 1 },
  9: { name: 'bool', datatype: 'BOOL', bytes: 1 },
  10: { name: 'float16', datatype: 'FP16', bytes: 2 },
  11: { name: 'double', datatype: 'FP64', bytes: 8 },
  12: { name: 'uint32', datatype: 'UINT32', bytes: 4 },
  13: { name: 'uint64', datatype: 'UINT64', bytes: 8 },
  14: { name: 'complex64', datatype: null, bytes: 8 },
  15: { name: 'complex128', datatype: null, bytes: 16 },
  16: { name: 'bfloat16', datatype: 'BF16', bytes: 2 },
  17: { name: 'float8e4m3fn', datatype: null, bytes: 1 },
  18: { name: 'float8e4m3fnuz', datatype: null, bytes: 1 },
  19: { name: 'float8e5m2', datatype: null, bytes: 1 },
  20: { name: 'float8e5m2fnuz', datatype: null, bytes: 1 },
  21: { name: 'uint4', datatype: null, bytes: 0.5 },
  22: { name: 'int4', datatype: null, bytes: 0.5 },
  23: { name: 'float4e2m1', datatype: null, bytes: 0.5 },
  24: { name: 'float8e8m0', datatype: null, bytes: 1 },
  25: { name: 'uint2', datatype: null, bytes: 0.25 },
  26: { name: 'int2', datatype: null, bytes: 0.25 },
};

/** Bytes per element as stored in raw_data; unknown types count as one byte. */
export function elementBytes(dataType: number): number {
  return ELEMENT_TYPES[dataType]?.bytes ?? 1;
}

/** A TypeProto; `shape` is null when the rank is unknown. */
export type ValueType =
  | { kind: 'tensor'; element: number; shape: number[] | null }
  | { kind: 'sequence'; of: ValueType }
  | { kind: 'map'; key: number; value: ValueType }
  | { kind: 'optional' | 'sparse' | 'opaque' | 'none' };

const MAX_RANK = 64;

/** The datatype that can be served for a tensor type, or null: the runtime neither takes nor gives bfloat16 and smaller. */
export function servedDatatype(type: ValueType): OnnxDatatype | null {
  if (type.kind !== 'tensor') return null;
  const datatype = ELEMENT_TYPES[type.element]?.datatype ?? null;
  return datatype === 'BF16' ? null : datatype;
}

/** The type as ONNX writes it, for messages: `seq(map(int64,tensor(float)))`. */
export function typeName(type: ValueType): string {
  const element = (code: number): string => ELEMENT_TYPES[code]?.name ?? `type ${code}`;
  if (type.kind === 'tensor') return `tensor(${element(type.element)})`;
  if (type.kind === 'sequence') return `seq(${typeName(type.of)})`;
  if (type.kind === 'map') return `map(${element(type.key)},${typeName(type.value)})`;
  return type.kind;
}

/** True for what ZipMap gives: a sequence of maps from int64 or string to float. */
export function isSequenceOfMap(type: ValueType): boolean {
  return type.kind === 'sequence' && type.of.kind === 'map' && typeName(type.of.value) === 'tensor(float)';
}

/** Remembers one sub-message and refuses a second: parsers merge repeats, which could hide a part from this one. */
export class Single {
  range: WireRange | null = null;

  set(range: WireRange): void {
    if (this.range)
      throw new OnnxError('malformed', { offset: range.start, reason: 'a part that must be single is repeated' });
    this.range = range;
  }
}

/** Reads a TypeProto. */
export async function readType(reader: WireReader, range: WireRange): Promise<ValueType> {
  const inner = new Single();
  let which = 0;
  await reader.walk(range, (field) => {
    if ([1, 4, 5, 7, 8, 9].includes(field.number)) {
      inner.set(reader.child(field, range));
      which = field.number;
    }
  });
  if (!inner.range) return { kind: 'none' };
  if (which === 1) return readTensorType(reader, inner.range);
  if (which === 4) return { kind: 'sequence', of: await readElement(reader, inner.range, 1) };
  if (which === 5) return readMap(reader, inner.range);
  return { kind: which === 9 ? 'optional' : which === 8 ? 'sparse' : 'opaque' };
}

async function readElement(reader: WireReader, range: WireRange, number: number): Promise<ValueType> {
  const element = new Single();
  await reader.walk(range, (field) => {
    if (field.number === number) element.set(reader.child(field, range));
  });
  return element.range ? readType(reader, element.range) : { kind: 'none' };
}

async function readMap(reader: WireReader, range: WireRange): Promise<ValueType> {
  let key = 0;
  const value = new Single();
  await reader.walk(range, (field) => {
    if (field.number === 1 && field.wireType === 0) key = fieldNumber(field);
    if (field.number === 2) value.set(reader.child(field, range));
  });
  return { kind: 'map', key, value: value.range ? await readType(reader, value.range) : { kind: 'none' } };
}

async function readTensorType(reader: WireReader, range: WireRange): Promise<ValueType> {
  let element = 0;
  const shape = new Single();
  await reader.walk(range, (field) => {
    if (field.number === 1 && field.wireType === 0) element = fieldNumber(field);
    if (field.number === 2) shape.set(reader.child(field, range));
  });
  return { kind: 'tensor', element, shape: shape.range ? await readShape(reader, shape.range) : null };
}

async function readShape(reader: WireReader, range: WireRange): Promise<number[]> {
  const dims: WireRange[] = [];
  await reader.walk(range, (field) => {
    if (field.number !== 1) return;
    if (dims.length >= MAX_RANK)
      throw new OnnxError('malformed', { offset: field.start, reason: 'a shape has too many dimensions' });
    dims.push(reader.child(field, range));
  });
  const shape: number[] = [];
  for (const dim of dims) {
    let size = -1;
    await reader.walk(dim, (field) => {
      if (field.number === 1 && field.wireType === 0) size = Math.max(-1, fieldNumber(field));
      if (field.number === 2) size = -1;
    });
    shape.push(size);
  }
  return shape;
}
