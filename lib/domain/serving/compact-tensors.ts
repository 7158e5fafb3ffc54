import type { LoggedTensor, LoggedTensors, ReadValues } from './logged-tensors';

/**
 * How the tensors of a call lie in the database: `u8 2`, then inputs and outputs each as `count` and per tensor
 * `bytes of the name | name | u8 kind + 8 * rank | each dimension | values`, where whole numbers are varints (seven bits a byte, the lowest
 * first). Values of JSON and hashes have their bytes before them; of numbers the dimensions say how many there are.
 */
export const COMPACT = 2;
/** The form in which they travel in the spool: logged-tensors.ts. */
export const SPOOLED = 1;
/** Bytes of one value by kind, where they are all as long: none, FP32, FP64, INT32. */
const WIDTHS = [0, 4, 8, 4] as const;
const KIND_BITS = 3;
const MAX_RANK = 31;

function writeVarint(bytes: Buffer, from: number, value: number): number {
  let at = from;
  let left = value;
  for (; left > 0x7f; left >>>= 7) bytes[at++] = (left & 0x7f) | 0x80;
  bytes[at++] = left;
  return at;
}

/**
 * The bytes of `encodeTensors` in the form of the database: 12 bytes less for each tensor of two dimensions. Bytes that it cannot tell in
 * fewer (more than 31 dimensions, values that are not as many as the dimensions say) and bytes of another form are returned as they are.
 */
export function compactTensors(given: Buffer): Buffer {
  if (given.readUInt8(0) !== SPOOLED) return given;
  // A dimension takes five bytes instead of four at most.
  const bytes = Buffer.allocUnsafe(2 * given.length);
  let from = 1;
  let at = bytes.writeUInt8(COMPACT, 0);
  for (let group = 0; group < 2; group++) {
    const count = given.readUInt16LE(from);
    from += 2;
    at = writeVarint(bytes, at, count);
    for (let i = 0; i < count; i++) {
      const nameLength = given.readUInt16LE(from);
      at = writeVarint(bytes, at, nameLength);
      given.copy(bytes, at, from + 2, from + 2 + nameLength);
      at += nameLength;
      from += 2 + nameLength;
      const kind = given.readUInt8(from);
      const rank = given.readUInt8(from + 1);
      from += 2;
      if (rank > MAX_RANK) return given;
      bytes[at++] = kind | (rank << KIND_BITS);
      let values = 1;
      for (let axis = 0; axis < rank; axis++, from += 4) {
        const length = given.readUInt32LE(from);
        values *= length;
        at = writeVarint(bytes, at, length);
      }
      const size = given.readUInt32LE(from);
      from += 4;
      const width = WIDTHS[kind];
      if (width === undefined) at = writeVarint(bytes, at, size);
      else if (size !== width * values) return given;
      given.copy(bytes, at, from, from + size);
      at += size;
      from += size;
    }
  }
  return bytes.subarray(0, at);
}

/** Inputs and outputs of the form of the database. Throws RangeError where the bytes end before they should. */
export function readCompact(bytes: Buffer, read: ReadValues): LoggedTensors {
  let at = 1;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes.readUInt8(at++);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  };
  const group = () => {
    const tensors: Record<string, LoggedTensor> = Object.create(null);
    for (let left = varint(); left > 0; left--) {
      const nameLength = varint();
      const name = bytes.toString('utf8', at, at + nameLength);
      at += nameLength;
      const head = bytes.readUInt8(at++);
      const kind = head & ((1 << KIND_BITS) - 1);
      const shape = Array.from({ length: head >> KIND_BITS }, varint);
      const width = WIDTHS[kind];
      const size = width === undefined ? varint() : width * shape.reduce((values, length) => values * length, 1);
      if (at + size > bytes.length) throw new RangeError('tensors of form 2 end before their values');
      tensors[name] = { shape, ...read(kind, bytes.subarray(at, at + size)) };
      at += size;
    }
    return tensors;
  };
  return { inputs: group(), outputs: group() };
}
