import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { encodeVarint } from './wire';

/** Fields of each message of an ONNX file that are messages again; the rest are numbers, texts or packed values. */
const CHILDREN: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  model: { 7: 'graph', 8: 'opset' },
  graph: { 1: 'node', 5: 'tensor', 11: 'value', 12: 'value', 13: 'value' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph' },
  value: { 2: 'type' },
  type: { 1: 'tensorType' },
  tensorType: { 2: 'shape' },
  shape: { 1: 'dimension' },
};
const EXTREMES = [
  0n,
  1n,
  -1n,
  2n,
  255n,
  65_536n,
  2_147_483_647n,
  -2_147_483_648n,
  2n ** 40n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];

interface Field {
  number: number;
  wireType: number;
  value: bigint;
  bytes: Uint8Array;
  children: Field[] | null;
}

function readVarint(bytes: Uint8Array, at: number): [bigint, number] {
  let value = 0n;
  for (let shift = 0n; ; shift += 7n) {
    const byte = bytes[at++] ?? 0;
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return [value, at];
  }
}

function readFields(bytes: Uint8Array, message: string): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [tag, start] = readVarint(bytes, at);
    const number = Number(tag >> 3n);
    const wireType = Number(tag & 7n);
    let value = 0n;
    let from = start;
    let to = start + (wireType === 1 ? 8 : 4);
    if (wireType === 0) [value, to] = readVarint(bytes, start);
    if (wireType === 2) {
      const [length, first] = readVarint(bytes, start);
      from = first;
      to = first + Number(length);
    }
    const content = bytes.subarray(from, to);
    const child = wireType === 2 ? CHILDREN[message]?.[number] : undefined;
    fields.push({ number, wireType, value, bytes: content, children: child ? readFields(content, child) : null });
    at = to;
  }
  return fields;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function writeFields(fields: readonly Field[]): Uint8Array {
  return join(
    fields.flatMap(({ number, wireType, value, bytes, children }) => {
      const tag = encodeVarint((number << 3) | wireType);
      if (wireType === 0) return [tag, encodeVarint(value)];
      const content = children ? writeFields(children) : bytes;
      return wireType === 2 ? [tag, encodeVarint(content.length), content] : [tag, content];
    }),
  );
}

const listsOf = (fields: Field[]): Field[][] => [
  fields,
  ...fields.flatMap(({ children }) => (children ? listsOf(children) : [])),
];

/** A well-formed file whose content was changed in one to three places: a number, a text, a part removed, doubled or moved. */
export function structureMutant(model: Uint8Array, seed: number): Uint8Array {
  const random = mulberry32(seed);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const root = readFields(model, 'model');
  for (let change = 1 + Math.floor(random() * 3); change > 0; change--) {
    const lists = listsOf(root).filter((list) => list.length > 0);
    const list = pick(lists) ?? root;
    const at = Math.floor(random() * list.length);
    const field = list[at];
    if (!field) continue;
    const how = random();
    if (how < 0.15) list.splice(at, 1);
    else if (how < 0.25) list.push(field);
    else if (how < 0.35) list.reverse();
    else if (field.wireType === 0) field.value = pick(EXTREMES) ?? 0n;
    else if (field.wireType === 2 && !field.children) {
      const texts = lists.flat().filter((other) => other.wireType === 2 && !other.children && other.bytes.length < 64);
      field.bytes = how < 0.5 ? new Uint8Array(field.bytes.length).fill(255) : (pick(texts)?.bytes ?? field.bytes);
    } else if (field.wireType !== 2) field.bytes = new Uint8Array(field.bytes.length).fill(pick([0, 127, 255]) ?? 0);
  }
  return writeFields(root);
}

/** A file with one to eight bytes set, and one time in three cut off somewhere. */
export function byteMutant(model: Uint8Array, seed: number): Uint8Array {
  const random = mulberry32(seed);
  const isCut = random() < 1 / 3;
  const bytes = Uint8Array.from(isCut ? model.subarray(0, Math.ceil(random() * model.length)) : model);
  for (let change = 1 + Math.floor(random() * 8); change > 0; change--)
    bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  return bytes;
}
