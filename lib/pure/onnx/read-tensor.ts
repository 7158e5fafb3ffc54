import { OnnxError } from './onnx-error';
import { elementBytes } from './value-type';
import { fieldInt64, fieldNumber, type WireRange, type WireReader } from './wire';

/** A TensorProto without its data: sizes and places only. */
export interface TensorRecord {
  readonly name: string;
  readonly dataType: number;
  readonly dims: readonly number[];
  /** Bytes that the dims declare at full width. */
  readonly declaredBytes: number;
  /** Where raw_data lies, if it has any. */
  readonly raw: { start: number; end: number } | null;
  readonly range: WireRange;
}

const MAX_RANK = 64;
const NAME_LIMIT = 4_096;

/** Reads the frame of a tensor; throws `external_data`, `initializers_larger_than_file` or `malformed`. */
export async function readTensor(reader: WireReader, range: WireRange): Promise<TensorRecord> {
  const dims: number[] = [];
  const packedDims: { start: number; end: number }[] = [];
  let nameSpan: { start: number; end: number } | null = null;
  let dataType = 0;
  let raw: { start: number; end: number } | null = null;
  let isExternal = false;
  const pushDim = (value: number): void => {
    if (value < 0)
      throw new OnnxError('malformed', { offset: range.start, reason: 'a tensor has a negative dimension' });
    if (dims.length >= MAX_RANK)
      throw new OnnxError('malformed', { offset: range.start, reason: 'a tensor has too many dimensions' });
    dims.push(value);
  };
  await reader.walk(range, (field) => {
    if (field.number === 1 && field.wireType === 0) pushDim(fieldNumber(field));
    else if (field.number === 1 && field.wireType === 2 && packedDims.length < MAX_RANK)
      packedDims.push({ start: field.start, end: field.end });
    else if (field.number === 2 && field.wireType === 0) dataType = fieldNumber(field);
    else if (field.number === 8 && field.wireType === 2)
      nameSpan = { start: field.start, end: Math.min(field.end, field.start + NAME_LIMIT) };
    else if (field.number === 9 && field.wireType === 2) raw = { start: field.start, end: field.end };
    else if (field.number === 13 || (field.number === 14 && field.lo !== 0)) isExternal = true;
  });
  for (const span of packedDims) await reader.packed(span, (lo, hi) => pushDim((hi | 0) * 4_294_967_296 + lo));
  const name = nameSpan ? await reader.text(nameSpan) : '';
  if (isExternal) throw new OnnxError('external_data', { tensor: name });
  const elements = dims.reduce((product, dim) => product * dim, 1);
  const declaredBytes = Math.ceil(elements * elementBytes(dataType));
  // A number written as varint may take one byte only, so without raw_data the dims bound less.
  const leastBytes = raw ? declaredBytes : elements * Math.min(1, elementBytes(dataType));
  if (dims.length > 0 && leastBytes > reader.source.size)
    throw new OnnxError('initializers_larger_than_file', {
      tensor: name,
      bytes: declaredBytes,
      size: reader.source.size,
    });
  return { name, dataType, dims, declaredBytes, raw, range };
}

const MAX_LABELS = 100_000;

/** The values of an int64 or string tensor as text, or null for another type or too many values. */
export async function readLabelValues(reader: WireReader, tensor: TensorRecord): Promise<string[] | null> {
  if (tensor.dims.reduce((product, dim) => product * dim, 1) > MAX_LABELS) return null;
  const values: string[] = [];
  if (tensor.dataType === 7 && tensor.raw) {
    if (tensor.raw.end - tensor.raw.start > MAX_LABELS * 8) return null;
    const bytes = await reader.bytes(tensor.raw.start, tensor.raw.end);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let i = 0; i + 8 <= bytes.length; i += 8) values.push(view.getBigInt64(i, true).toString());
    return values;
  }
  if (tensor.dataType === 7) return readInts(reader, tensor.range, 7);
  if (tensor.dataType === 8) return readStrings(reader, tensor.range, 6);
  return null;
}

/** The int64 values of one repeated field (packed or not) as decimal text. */
export async function readInts(reader: WireReader, range: WireRange, number: number): Promise<string[]> {
  const values: string[] = [];
  const push = (value: string): void => {
    if (values.length >= MAX_LABELS)
      throw new OnnxError('malformed', { offset: range.start, reason: 'too many class labels' });
    values.push(value);
  };
  const packed: { start: number; end: number }[] = [];
  await reader.walk(range, (field) => {
    if (field.number !== number) return;
    if (field.wireType === 0) push(fieldInt64(field).toString());
    else if (field.wireType === 2) packed.push({ start: field.start, end: field.end });
  });
  for (const span of packed)
    await reader.packed(span, (lo, hi) => push(BigInt.asIntN(64, (BigInt(hi) << 32n) | BigInt(lo)).toString()));
  return values;
}

const MAX_LABEL_BYTES = 4_096;

/** The strings of one repeated field. */
export async function readStrings(reader: WireReader, range: WireRange, number: number): Promise<string[]> {
  const spans: { start: number; end: number }[] = [];
  await reader.walk(range, (field) => {
    if (field.number !== number || field.wireType !== 2) return;
    if (spans.length >= MAX_LABELS || field.end - field.start > MAX_LABEL_BYTES)
      throw new OnnxError('malformed', { offset: field.start, reason: 'class labels are too many or too long' });
    spans.push({ start: field.start, end: field.end });
  });
  const values: string[] = [];
  for (const span of spans) values.push(await reader.text(span));
  return values;
}
