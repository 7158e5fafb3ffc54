import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OnnxError } from './onnx-error';
import { bytesSource, fieldInt64, fieldNumber, WireReader, WireWriter } from './wire';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

test('writes what @bufbuild/protobuf reads', () => {
  const property = fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 15 }), int64, fc.string())), (fields) => {
    const writer = new WireWriter();
    for (const [number, value, text] of fields) writer.varint(number, value).string(number, text);
    const reader = new BinaryReader(writer.finish());
    for (const [number, value, text] of fields) {
      expect(reader.tag()).toEqual([number, WireType.Varint]);
      expect(BigInt(reader.int64())).toBe(value);
      expect(reader.tag()).toEqual([number, WireType.LengthDelimited]);
      expect(new TextDecoder().decode(reader.bytes())).toBe(new TextDecoder().decode(new TextEncoder().encode(text)));
    }
    expect(reader.pos).toBe(reader.len);
  });
  fc.assert(property, { numRuns: 300, seed: 6 });
});

test('reads what @bufbuild/protobuf writes', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.tuple(fc.integer({ min: 1, max: 536_870_911 }), int64)),
    async (fields) => {
      const writer = new BinaryWriter();
      for (const [number, value] of fields) {
        writer.tag(number, WireType.Varint).int64(value);
        writer.tag(number, WireType.Bit64).sfixed64(value);
        writer.tag(number, WireType.Bit32).fixed32(7);
      }
      const found: bigint[] = [];
      const reader = new WireReader(bytesSource(writer.finish()));
      await reader.walk(reader.root, (field) => found.push(fieldInt64(field)));
      expect(found).toEqual(fields.flatMap(([, value]) => [value, value, 7n]));
    },
  );
  await fc.assert(property, { numRuns: 300, seed: 7 });
});

test('reads packed numbers over many windows', async () => {
  const values = Array.from({ length: 300_000 }, (_, i) => i);
  const packed = new BinaryWriter();
  for (const value of values) packed.uint32(value);
  const bytes = packed.finish();
  const found: number[] = [];
  const reader = new WireReader(bytesSource(bytes));
  await reader.packed({ start: 0, end: bytes.length }, (lo) => found.push(lo));
  expect(found).toEqual(values);
});

test('gives signed numbers', async () => {
  const reader = new WireReader(
    bytesSource(
      new WireWriter()
        .varint(1, -2)
        .varint(1, 2 ** 40)
        .finish(),
    ),
  );
  const found: number[] = [];
  await reader.walk(reader.root, (field) => found.push(fieldNumber(field)));
  expect(found).toEqual([-2, 1_099_511_627_776]);
});

test.each([
  ['an overlong number', [8, 0x80, 0], 'malformed'],
  ['a number of eleven bytes', [8, ...new Array<number>(10).fill(255), 1], 'malformed'],
  ['a number above 64 bits', [8, ...new Array<number>(9).fill(255), 2], 'malformed'],
  ['field number zero', [0, 1], 'malformed'],
  ['an unknown wire type', [14], 'malformed'],
  ['a length past the end', [10, 5, 1], 'truncated'],
  ['a number cut short', [8, 0x80], 'truncated'],
])('refuses %s', async (_, bytes, code) => {
  const reader = new WireReader(bytesSource(Uint8Array.from(bytes)));
  const walk = reader.walk(reader.root, () => {});
  await expect(walk).rejects.toThrow(OnnxError);
  await expect(walk).rejects.toMatchObject({ code });
});

test('passes over groups, which ONNX does not have, and refuses those that do not fit', async () => {
  const { StartGroup, EndGroup, Varint } = WireType;
  const read = async (write: (writer: BinaryWriter) => void) => {
    const writer = new BinaryWriter();
    write(writer);
    const found: number[] = [];
    const reader = new WireReader(bytesSource(writer.finish()));
    await reader.walk(reader.root, (field) => found.push(field.number));
    return found;
  };
  const one = (writer: BinaryWriter, number: number) => writer.tag(number, Varint).uint32(7);
  expect(
    await read((writer) => {
      one(writer, 1).tag(2, StartGroup);
      one(writer, 3).tag(4, StartGroup).tag(4, EndGroup).tag(2, EndGroup);
      one(writer, 5);
    }),
  ).toEqual([1, 5]);
  for (const write of [
    (writer: BinaryWriter) => writer.tag(2, StartGroup),
    (writer: BinaryWriter) => writer.tag(2, EndGroup),
    (writer: BinaryWriter) => writer.tag(2, StartGroup).tag(3, EndGroup),
    (writer: BinaryWriter) => {
      for (let i = 0; i < 65; i += 1) writer.tag(2, StartGroup);
      for (let i = 0; i < 65; i += 1) writer.tag(2, EndGroup);
    },
  ])
    await expect(read(write)).rejects.toThrow(OnnxError);
});
