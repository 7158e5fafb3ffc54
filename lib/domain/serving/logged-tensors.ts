import { endianness } from 'node:os';
import { COMPACT, compactTensors, readCompact, SPOOLED } from './compact-tensors';

/** A value as people see it: NaN is null, infinities are texts, 64-bit integers beyond 2^53 too. */
export type LoggedCell = number | string | boolean | null;

/** Values row-major; `data` is left out where they are too many to keep, and then `sha256` names them. */
export interface LoggedTensor {
  shape: number[];
  data?: Float32Array | Float64Array | Int32Array | LoggedCell[];
  sha256?: string;
}

export interface LoggedTensors {
  inputs: Record<string, LoggedTensor>;
  outputs: Record<string, LoggedTensor>;
}

/**
 * How the tensors of a call travel in the spool, little-endian: `u8 1`, then inputs and outputs each as `u16 count` and per tensor
 * `u16 bytes of the name | name | u8 kind | u8 rank | u32 per dimension | u32 bytes of the values | values`. The database has form 2 of
 * them (compact-tensors.ts), of before it this one, and of before that JSON behind `u8 0`.
 */
const JSON_VERSION = 0;
const KINDS = { none: 0, FP32: 1, FP64: 2, INT32: 3, JSON: 4, sha256: 5 } as const;

/** A float as JSON holds it: NaN is null, infinities are texts. */
export const plainFloat = (value: number): number | string | null =>
  Number.isFinite(value) ? value : Number.isNaN(value) ? null : value > 0 ? 'Infinity' : '-Infinity';

const MAX_NAMES = 1000;
const names = new Map<string, Buffer>();

/** A name's bytes. Names are those of models, so there are few of them. */
function nameBytes(name: string): Buffer {
  let bytes = names.get(name);
  if (!bytes) {
    if (names.size >= MAX_NAMES) names.clear();
    bytes = Buffer.from(name);
    names.set(name, bytes);
  }
  return bytes;
}

const NOTHING = new Uint8Array(0);

function kindOf({ data, sha256 }: LoggedTensor): number {
  if (data === undefined) return sha256 === undefined ? KINDS.none : KINDS.sha256;
  if (Array.isArray(data)) return KINDS.JSON;
  return data instanceof Float32Array ? KINDS.FP32 : data instanceof Float64Array ? KINDS.FP64 : KINDS.INT32;
}

function bytesOfValues({ data, sha256 }: LoggedTensor): Uint8Array {
  if (data === undefined) return sha256 === undefined ? NOTHING : Buffer.from(sha256, 'hex');
  if (Array.isArray(data)) return Buffer.from(JSON.stringify(data));
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

type Named = readonly (readonly [name: string, tensor: LoggedTensor])[];

const sizeOf = (group: Named, values: readonly Uint8Array[]): number => {
  let size = 2;
  for (let i = 0; i < group.length; i++) {
    const [name = '', tensor] = group[i] ?? [];
    size += 8 + nameBytes(name).length + 4 * (tensor?.shape.length ?? 0) + (values[i]?.length ?? 0);
  }
  return size;
};

function writeGroup(bytes: Buffer, from: number, group: Named, values: readonly Uint8Array[]): number {
  let at = bytes.writeUInt16LE(group.length, from);
  for (let i = 0; i < group.length; i++) {
    const [name, tensor] = group[i] ?? ['', { shape: [] }];
    const named = nameBytes(name);
    const part = values[i] ?? NOTHING;
    at = bytes.writeUInt16LE(named.length, at);
    bytes.set(named, at);
    at = bytes.writeUInt8(kindOf(tensor), at + named.length);
    at = bytes.writeUInt8(tensor.shape.length, at);
    for (const length of tensor.shape) at = bytes.writeUInt32LE(length, at);
    at = bytes.writeUInt32LE(part.length, at);
    bytes.set(part, at);
    at += part.length;
  }
  return at;
}

/** The bytes of a call's inputs and outputs. */
export function encodeTensors(inputs: Named, outputs: Named): Buffer {
  const inputValues = inputs.map(([, tensor]) => bytesOfValues(tensor));
  const outputValues = outputs.map(([, tensor]) => bytesOfValues(tensor));
  const bytes = Buffer.allocUnsafe(1 + sizeOf(inputs, inputValues) + sizeOf(outputs, outputValues));
  const at = writeGroup(bytes, bytes.writeUInt8(SPOOLED, 0), inputs, inputValues);
  writeGroup(bytes, at, outputs, outputValues);
  return bytes;
}

/** Inputs and outputs from their bytes; floats that are no numbers stay what they are. Throws RangeError or SyntaxError where the bytes are none. */
export const decodeTensors = (given: Uint8Array): LoggedTensors => readTensors(given, valuesOf);

/**
 * The tensors of a call without the inputs of some of its rows: floats are NaN there, all else null. Values of which only a hash was kept, or
 * that do not lie by rows, are left out whole. Outputs stay. In the form of the database.
 */
export function blankRows(given: Uint8Array, rows: ReadonlySet<number>, count: number): Buffer {
  const { inputs, outputs } = readTensors(given, typedValuesOf);
  const blanked = Object.entries(inputs).map(([name, { shape, data }]) => {
    if (!data || data.length % count !== 0) return [name, { shape }] as const;
    const width = data.length / count;
    const isBlank = (at: number) => rows.has(Math.floor(at / width));
    if (data instanceof Float32Array || data instanceof Float64Array)
      return [name, { shape, data: data.map((value, at) => (isBlank(at) ? Number.NaN : value)) }] as const;
    return [name, { shape, data: Array.from(data, (value, at) => (isBlank(at) ? null : value)) }] as const;
  });
  return compactTensors(encodeTensors(blanked, Object.entries(outputs)));
}

export type ReadValues = (kind: number, bytes: Buffer) => Pick<LoggedTensor, 'data' | 'sha256'>;

function readTensors(given: Uint8Array, read: ReadValues): LoggedTensors {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const version = bytes.readUInt8(0);
  // Written by ourselves: by the migration, from what this program had stored.
  if (version === JSON_VERSION) return JSON.parse(bytes.toString('utf8', 1)) as LoggedTensors;
  if (version === COMPACT) return readCompact(bytes, read);
  if (version !== SPOOLED) throw new RangeError(`tensors of form ${version} are not known`);
  let at = 1;
  const group = () => {
    const tensors: Record<string, LoggedTensor> = Object.create(null);
    const count = bytes.readUInt16LE(at);
    at += 2;
    for (let i = 0; i < count; i++) {
      const nameEnd = at + 2 + bytes.readUInt16LE(at);
      const name = bytes.toString('utf8', at + 2, nameEnd);
      const kind = bytes.readUInt8(nameEnd);
      const rank = bytes.readUInt8(nameEnd + 1);
      at = nameEnd + 2;
      const shape: number[] = [];
      for (let axis = 0; axis < rank; axis++, at += 4) shape.push(bytes.readUInt32LE(at));
      const end = at + 4 + bytes.readUInt32LE(at);
      tensors[name] = { shape, ...read(kind, bytes.subarray(at + 4, end)) };
      at = end;
    }
    return tensors;
  };
  return { inputs: group(), outputs: group() };
}

function valuesOf(kind: number, bytes: Buffer): Pick<LoggedTensor, 'data' | 'sha256'> {
  if (kind === KINDS.none) return {};
  if (kind === KINDS.sha256) return { sha256: bytes.toString('hex') };
  // Our own cells, as `bytesOfValues` wrote them.
  if (kind === KINDS.JSON) return { data: JSON.parse(bytes.toString()) as LoggedCell[] };
  // Plain numbers: an array of its own memory per tensor would cost a drainer more than all else it does.
  const data: number[] = [];
  if (kind === KINDS.FP32) for (let at = 0; at < bytes.length; at += 4) data.push(bytes.readFloatLE(at));
  else if (kind === KINDS.FP64) for (let at = 0; at < bytes.length; at += 8) data.push(bytes.readDoubleLE(at));
  else if (kind === KINDS.INT32) for (let at = 0; at < bytes.length; at += 4) data.push(bytes.readInt32LE(at));
  else throw new RangeError(`values of kind ${kind} are not known`);
  return { data };
}

/** Floats and integers in arrays of their kind, so that they are written as they were. */
function typedValuesOf(kind: number, bytes: Buffer): Pick<LoggedTensor, 'data' | 'sha256'> {
  const found = valuesOf(kind, bytes);
  if (!found.data) return found;
  if (kind === KINDS.FP32) return { data: Float32Array.from(found.data, Number) };
  if (kind === KINDS.FP64) return { data: Float64Array.from(found.data, Number) };
  return kind === KINDS.INT32 ? { data: Int32Array.from(found.data, Number) } : found;
}

if (endianness() !== 'LE') throw new Error('Implanta runs on little-endian machines only.');
