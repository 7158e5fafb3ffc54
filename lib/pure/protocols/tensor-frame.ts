import { bytesOf, DATATYPES, type Datatype, fromBytes, type Tensor } from './datatype';

/**
 * Frames between gateway and runner, little-endian:
 * `u32 length of the rest | u32 call id | u8 kind | payload`.
 * A payload of tensors: `u16 count`, then per tensor `u16 name index | u8 datatype | u8 rank | u32 dims… | u32 bytes | padding to 8 | bytes`.
 * BYTES values are `u32 length | UTF-8` each. Other payloads are UTF-8 JSON.
 */
export const FRAME_KINDS = { configure: 1, ready: 2, run: 3, result: 4, failed: 5 } as const;
export const FRAME_HEADER_BYTES = 9;
export const MAX_FRAME_BYTES = 1024 * 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const pad8 = (offset: number) => (offset + 7) & ~7;

export function encodeJsonFrame(id: number, kind: number, value: unknown): Uint8Array {
  const text = encoder.encode(JSON.stringify(value));
  const frame = new Uint8Array(FRAME_HEADER_BYTES + text.length);
  writeHeader(frame, id, kind);
  frame.set(text, FRAME_HEADER_BYTES);
  return frame;
}

export const decodeJson = (payload: Uint8Array): unknown => JSON.parse(decoder.decode(payload));

function writeHeader(frame: Uint8Array, id: number, kind: number) {
  const view = new DataView(frame.buffer, frame.byteOffset);
  view.setUint32(0, frame.length - 4, true);
  view.setUint32(4, id, true);
  view.setUint8(8, kind);
}

/** Encodes tensors; `names` gives the index of each tensor's name, the same list on both sides of the pipe. */
export function encodeTensorFrame(id: number, kind: number, tensors: Tensor[], names: Map<string, number>): Uint8Array {
  const texts: (Uint8Array[] | null)[] = [];
  let size = FRAME_HEADER_BYTES + 2;
  for (const tensor of tensors) {
    size += 4 + tensor.shape.length * 4 + 4;
    size = pad8(size);
    if (Array.isArray(tensor.data)) {
      const parts = tensor.data.map((text) => encoder.encode(text));
      texts.push(parts);
      for (const part of parts) size += 4 + part.length;
    } else {
      texts.push(null);
      size += tensor.data.byteLength;
    }
  }
  if (size > MAX_FRAME_BYTES) throw new RangeError('the tensors are larger than a frame may be');
  const frame = new Uint8Array(size);
  const view = new DataView(frame.buffer);
  writeHeader(frame, id, kind);
  view.setUint16(FRAME_HEADER_BYTES, tensors.length, true);
  let at = FRAME_HEADER_BYTES + 2;
  tensors.forEach((tensor, i) => {
    const index = names.get(tensor.name);
    if (index === undefined) throw new RangeError(`no tensor is named ${tensor.name}`);
    view.setUint16(at, index, true);
    view.setUint8(at + 2, DATATYPES.indexOf(tensor.datatype));
    view.setUint8(at + 3, tensor.shape.length);
    at += 4;
    for (const size of tensor.shape) {
      view.setUint32(at, size, true);
      at += 4;
    }
    const sizeAt = at;
    at = pad8(at + 4);
    const start = at;
    const parts = texts[i];
    if (parts) {
      for (const part of parts) {
        view.setUint32(at, part.length, true);
        frame.set(part, at + 4);
        at += 4 + part.length;
      }
    } else if (!Array.isArray(tensor.data)) {
      const bytes = bytesOf(tensor.data);
      frame.set(bytes, at);
      at += bytes.length;
    }
    view.setUint32(sizeAt, at - start, true);
  });
  return frame;
}

/** Decodes a payload of tensors (the bytes after the frame's header, whose first byte lies at `headerBytes` of the padding grid). */
export function decodeTensors(payload: Uint8Array, names: readonly string[]): Tensor[] {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  const count = view.getUint16(0, true);
  const tensors: Tensor[] = [];
  let at = 2;
  for (let i = 0; i < count; i++) {
    const name = names[view.getUint16(at, true)];
    const datatype: Datatype | undefined = DATATYPES[view.getUint8(at + 2)];
    const rank = view.getUint8(at + 3);
    if (name === undefined || datatype === undefined) throw new RangeError('a frame names an unknown tensor');
    at += 4;
    const shape: number[] = [];
    for (let d = 0; d < rank; d++, at += 4) shape.push(view.getUint32(at, true));
    const size = view.getUint32(at, true);
    at = pad8(at + 4 + FRAME_HEADER_BYTES) - FRAME_HEADER_BYTES;
    const bytes = payload.subarray(at, at + size);
    if (bytes.length !== size) throw new RangeError('a frame is shorter than it says');
    if (datatype === 'BYTES') {
      const texts: string[] = [];
      for (let offset = 0; offset < size; ) {
        const length = view.getUint32(at + offset, true);
        texts.push(decoder.decode(bytes.subarray(offset + 4, offset + 4 + length)));
        offset += 4 + length;
      }
      tensors.push({ name, datatype, shape, data: texts });
    } else tensors.push({ name, datatype, shape, data: fromBytes(datatype, bytes) });
    at += size;
  }
  return tensors;
}
