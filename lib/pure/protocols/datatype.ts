export const DATATYPES = [
  'BOOL',
  'UINT8',
  'UINT16',
  'UINT32',
  'UINT64',
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'FP16',
  'BF16',
  'FP32',
  'FP64',
  'BYTES',
] as const;
/** Tensor datatypes of the Open Inference protocol. */
export type Datatype = (typeof DATATYPES)[number];

export type NumericArray =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** Values row-major. BOOL is one byte, 0 or 1; FP16 and BF16 are the raw 16 bits; BYTES are texts. */
export type TensorData = NumericArray | string[];

export interface Tensor {
  name: string;
  datatype: Datatype;
  shape: number[];
  data: TensorData;
}

const SIZES: Record<Exclude<Datatype, 'BYTES'>, number> = {
  BOOL: 1,
  UINT8: 1,
  UINT16: 2,
  UINT32: 4,
  UINT64: 8,
  INT8: 1,
  INT16: 2,
  INT32: 4,
  INT64: 8,
  FP16: 2,
  BF16: 2,
  FP32: 4,
  FP64: 8,
};

/** Bytes of one value; null for BYTES. */
export const sizeOf = (datatype: Datatype): number | null => (datatype === 'BYTES' ? null : SIZES[datatype]);

export function allocate(datatype: Exclude<Datatype, 'BYTES'>, count: number): NumericArray {
  switch (datatype) {
    case 'BOOL':
    case 'UINT8':
      return new Uint8Array(count);
    case 'UINT16':
    case 'FP16':
    case 'BF16':
      return new Uint16Array(count);
    case 'UINT32':
      return new Uint32Array(count);
    case 'UINT64':
      return new BigUint64Array(count);
    case 'INT8':
      return new Int8Array(count);
    case 'INT16':
      return new Int16Array(count);
    case 'INT32':
      return new Int32Array(count);
    case 'INT64':
      return new BigInt64Array(count);
    case 'FP32':
      return new Float32Array(count);
    case 'FP64':
      return new Float64Array(count);
  }
}

/** A typed copy of little-endian bytes; the bytes may lie at any offset. */
export function fromBytes(datatype: Exclude<Datatype, 'BYTES'>, bytes: Uint8Array): NumericArray {
  const array = allocate(datatype, bytes.length / SIZES[datatype]);
  new Uint8Array(array.buffer).set(bytes);
  return array;
}

export const bytesOf = (array: NumericArray): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Product of a shape; 1 for rank 0. */
export const countOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

export const isDatatype = (text: unknown): text is Datatype => (DATATYPES as readonly unknown[]).includes(text);

/** IEEE 754 half precision to a number. Example: 0x3c00 → 1. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

/** The nearest half (ties to even) of a number, as 16 bits; magnitudes above 65,519.99 give infinity. Example: 1 → 0x3c00. */
export function numberToHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | roundToEven(size / 2 ** -24);
  const exponent = Math.floor(Math.log2(size));
  const power = size < 2 ** exponent ? exponent - 1 : size >= 2 ** (exponent + 1) ? exponent + 1 : exponent;
  const fraction = roundToEven((size / 2 ** power - 1) * 1024);
  return fraction === 1024 ? sign | ((power + 16) << 10) : sign | ((power + 15) << 10) | fraction;
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

/** The upper 16 bits of a float32, as a number. Example: 0x3f80 → 1. */
export function bfloatToNumber(bits: number): number {
  scratchBits[0] = bits << 16;
  return scratch[0] ?? Number.NaN;
}

/** The nearest bfloat16 (ties to even) of a number, as 16 bits. Example: 1 → 0x3f80. */
export function numberToBfloat(value: number): number {
  scratch[0] = value;
  const bits = scratchBits[0] ?? 0;
  if (Number.isNaN(value)) return 0x7fc0;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

/** One value as a JavaScript number, bigint, boolean or text. */
export function valueAt(tensor: Tensor, index: number): number | bigint | boolean | string {
  const value = tensor.data[index];
  if (value === undefined) throw new RangeError(`value ${index} of ${tensor.name} is outside the tensor`);
  if (typeof value !== 'number') return value;
  if (tensor.datatype === 'BOOL') return value !== 0;
  if (tensor.datatype === 'FP16') return halfToNumber(value);
  if (tensor.datatype === 'BF16') return bfloatToNumber(value);
  return value;
}

/** Joins tensors of one input along their first dimension. */
export function concatRows(parts: Tensor[]): Tensor {
  const first = parts[0];
  if (!first) throw new RangeError('nothing to join');
  if (parts.length === 1) return first;
  let rows = 0;
  for (const part of parts) rows += part.shape[0] ?? 1;
  const shape = [rows, ...first.shape.slice(1)];
  if (first.datatype === 'BYTES') return { ...first, shape, data: parts.flatMap((part) => part.data as string[]) };
  const data = allocate(first.datatype, countOf(shape));
  let at = 0;
  for (const part of parts) {
    // The parts share a datatype, so their arrays are of one class; `set` is declared per class.
    (data as Float32Array).set(part.data as Float32Array, at);
    at += part.data.length;
  }
  return { ...first, shape, data };
}

/** Rows `from` to `to` (exclusive) of a tensor, without copying numbers. */
export function sliceRows(tensor: Tensor, from: number, to: number): Tensor {
  const rows = tensor.shape[0] ?? 1;
  const width = rows === 0 ? 0 : tensor.data.length / rows;
  const shape = [to - from, ...tensor.shape.slice(1)];
  const data = Array.isArray(tensor.data)
    ? tensor.data.slice(from * width, to * width)
    : tensor.data.subarray(from * width, to * width);
  return { ...tensor, shape, data };
}
