import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bfloatToNumber,
  bytesOf,
  concatRows,
  DATATYPES,
  type Datatype,
  fromBytes,
  halfToNumber,
  numberToBfloat,
  numberToHalf,
  sizeOf,
  sliceRows,
  type Tensor,
  valueAt,
} from './datatype';

const everyBits = Array.from({ length: 65_536 }, (_, bits) => bits);

test('every half that is a number comes back from its number with the same bits', () => {
  const lost = everyBits.filter((bits) => {
    const value = halfToNumber(bits);
    return !Number.isNaN(value) && numberToHalf(value) !== bits;
  });
  expect(lost).toEqual([]);
  expect(numberToHalf(Number.NaN)).toBe(0x7e00);
});

test('every bfloat16 that is a number comes back from its number with the same bits', () => {
  const lost = everyBits.filter((bits) => {
    const value = bfloatToNumber(bits);
    return !Number.isNaN(value) && numberToBfloat(value) !== bits;
  });
  expect(lost).toEqual([]);
  expect(Number.isNaN(bfloatToNumber(numberToBfloat(Number.NaN)))).toBe(true);
});

test('a number goes to the nearest half, and a tie to the even one', () => {
  const halves = everyBits.slice(0, 0x7c00).map(halfToNumber);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 65_504, noNaN: true }), (value) => {
      const found = Math.abs(halfToNumber(numberToHalf(value)) - value);
      const bits = numberToHalf(value);
      for (const near of [bits - 1, bits + 1])
        if (halves[near] !== undefined) expect(found).toBeLessThanOrEqual(Math.abs(halves[near] - value));
    }),
  );
  expect([2049, 2051, 65_519.9, 65_520, 2 ** -25, 2 ** -25 * 1.01].map(numberToHalf)).toEqual([
    0x6800, 0x6802, 0x7bff, 0x7c00, 0, 1,
  ]);
  expect([1, -2, 1.0078125 / 2 + 0.5].map(numberToBfloat)).toEqual([0x3f80, 0xc000, 0x3f80]);
});

const dataOf = (datatype: Datatype, count: number) =>
  datatype === 'BYTES'
    ? fc.array(fc.string({ unit: 'grapheme' }), { minLength: count, maxLength: count })
    : fc
        .uint8Array({ minLength: count * (sizeOf(datatype) ?? 1), maxLength: count * (sizeOf(datatype) ?? 1) })
        .map((bytes) => fromBytes(datatype, bytes));

const parts = fc
  .tuple(
    fc.constantFrom(...DATATYPES),
    fc.array(fc.nat({ max: 4 }), { maxLength: 2 }),
    fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 4 }),
  )
  .chain(([datatype, rest, rows]) =>
    fc.tuple(
      ...rows.map((count) =>
        dataOf(
          datatype,
          rest.reduce((a, b) => a * b, count),
        ).map((data): Tensor => ({ name: 'x', datatype, shape: [count, ...rest], data })),
      ),
    ),
  );

test('rows that were joined are cut apart again as they were', () => {
  fc.assert(
    fc.property(parts, (tensors) => {
      const joined = concatRows(tensors);
      let at = 0;
      for (const tensor of tensors) {
        const rows = tensor.shape[0] ?? 0;
        const cut = sliceRows(joined, at, at + rows);
        at += rows;
        expect(cut.shape).toEqual(tensor.shape);
        expect([...cut.data]).toEqual([...tensor.data]);
      }
      expect(joined.shape[0]).toBe(at);
    }),
  );
});

test('bytes at any offset become values and bytes again', () => {
  const bytes = Uint8Array.from({ length: 17 }, (_, i) => i * 13);
  for (const datatype of DATATYPES) {
    if (datatype === 'BYTES') continue;
    const odd = bytes.subarray(1, 17);
    expect([...bytesOf(fromBytes(datatype, odd))]).toEqual([...odd]);
  }
});

test('reads single values in the words of JavaScript', () => {
  const at = (datatype: Datatype, data: Tensor['data']) => valueAt({ name: 'x', datatype, shape: [1], data }, 0);
  expect(at('BOOL', new Uint8Array([1]))).toBe(true);
  expect(at('FP16', new Uint16Array([0xc000]))).toBe(-2);
  expect(at('BF16', new Uint16Array([0x3f80]))).toBe(1);
  expect(at('UINT64', new BigUint64Array([2n ** 64n - 1n]))).toBe(18446744073709551615n);
  expect(() => at('FP32', new Float32Array(0))).toThrow('outside the tensor');
});
