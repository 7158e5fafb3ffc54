import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Datatype } from './datatype';
import { markLongIntegers } from './long-integers';
import { ProtocolError } from './protocol-error';
import { flattenData, readValue, readValues } from './read-values';

const reasonOf = (work: () => unknown) => {
  try {
    return { taken: work() };
  } catch (error) {
    if (error instanceof ProtocolError) return `${error.status} ${error.field} ${error.reason}`;
    throw error;
  }
};
const read = (datatype: Datatype, value: unknown, nullable = false) =>
  reasonOf(() => readValue('x', datatype, value, nullable));
const long = (digits: string) => JSON.parse(markLongIntegers(digits));

test('64-bit integers keep every digit, as number or text', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      expect(readValue('x', 'INT64', long(String(value)), false)).toBe(value);
      expect(readValue('x', 'INT64', String(value), false)).toBe(value);
    }),
  );
  expect(read('UINT64', long('18446744073709551615'))).toEqual({ taken: 2n ** 64n - 1n });
  expect(read('UINT64', long('18446744073709551616'))).toBe('400 x wrong_type');
  expect(read('INT64', long('9223372036854775808'))).toBe('400 x wrong_type');
  expect(read('UINT64', -1)).toBe('400 x wrong_type');
  expect(read('INT64', 1.5)).toBe('400 x wrong_type');
  expect(read('INT64', 2 ** 60)).toBe('400 x wrong_type');
});

test('marks long integers and nothing else of a JSON text', () => {
  const text =
    '{"a 1234567890123456789":[1234567890123456789,-12345678901234567890,1234567890123456.5,1e400,"\\"1234567890123456789"]}';
  expect(Object.entries(JSON.parse(markLongIntegers(text)))).toEqual([
    [
      'a 1234567890123456789',
      [
        '\u0001int:1234567890123456789',
        '\u0001int:-12345678901234567890',
        1234567890123456.5,
        Number.POSITIVE_INFINITY,
        '"1234567890123456789',
      ],
    ],
  ]);
  expect(markLongIntegers('[1,"2"]')).toBe('[1,"2"]');
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      if (!/\d{16}/.test(text)) expect(markLongIntegers(text)).toBe(text);
    }),
  );
});

test('a float that its datatype cannot hold is refused, never made infinite', () => {
  for (const [datatype, largest, next] of [
    ['FP32', 3.4028234663852886e38, 3.4028235677973366e38],
    ['FP16', 65_504, 65_520],
    ['BF16', 3.3895313892515355e38, 3.4e38],
    ['FP64', Number.MAX_VALUE, Number.POSITIVE_INFINITY],
  ] as const) {
    const taken = readValues('x', datatype, [largest, -largest], false);
    expect(taken).toHaveLength(2);
    expect(read(datatype, next)).toBe('400 x not_finite');
    expect(read(datatype, -next)).toBe('400 x not_finite');
  }
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const found = reasonOf(() => readValues('x', 'FP32', [value], false));
      expect(found).toEqual(
        Number.isFinite(Math.fround(value)) ? { taken: new Float32Array([value]) } : '400 x not_finite',
      );
    }),
  );
});

test('null is NaN only where the model answers NaN', () => {
  expect(read('FP32', null)).toBe('400 x null_refused');
  expect(read('FP32', null, true)).toEqual({ taken: Number.NaN });
  expect(read('FP64', 'NaN', true)).toEqual({ taken: Number.NaN });
  expect(read('FP64', 'NaN')).toBe('400 x wrong_type');
  expect(read('FP32', '-Infinity')).toEqual({ taken: Number.NEGATIVE_INFINITY });
  for (const datatype of ['INT64', 'INT32', 'BOOL', 'BYTES'] as const)
    expect(read(datatype, null, true)).toBe('400 x wrong_type');
});

test('takes no value of another kind', () => {
  expect(read('FP32', '1.5')).toBe('400 x wrong_type');
  expect(read('FP32', true)).toBe('400 x wrong_type');
  expect(read('FP32', undefined)).toBe('400 x wrong_type');
  expect(read('INT32', '5')).toBe('400 x wrong_type');
  expect(read('INT32', 1.5)).toBe('400 x wrong_type');
  expect(read('BOOL', 2)).toBe('400 x wrong_type');
  expect(read('BOOL', 'true')).toBe('400 x wrong_type');
  expect(read('BYTES', 5)).toBe('400 x wrong_type');
  expect(read('BYTES', long('1234567890123456789'))).toBe('400 x wrong_type');
});

test('integers are taken up to the ends of their range', () => {
  const ranges = { UINT8: [0, 255], INT8: [-128, 127], UINT16: [0, 65_535], INT16: [-32_768, 32_767] } as const;
  for (const [datatype, [low, high]] of Object.entries(ranges) as [keyof typeof ranges, readonly [number, number]][]) {
    expect([...readValues('x', datatype, [low, high], false)]).toEqual([low, high]);
    expect(read(datatype, low - 1)).toBe('400 x wrong_type');
    expect(read(datatype, high + 1)).toBe('400 x wrong_type');
  }
  expect(read('UINT32', 4_294_967_295)).toEqual({ taken: 4_294_967_295 });
  expect(read('INT32', 2_147_483_648)).toBe('400 x wrong_type');
});

test('refuses texts that a model or the log would change', () => {
  expect(read('BYTES', 'ação 漢字 😀')).toEqual({ taken: 'ação 漢字 😀' });
  expect(read('BYTES', 'a\u0000b')).toBe('400 x bad_text');
  expect(read('BYTES', '\ud83d')).toBe('400 x bad_text');
  expect(read('BYTES', 'a'.repeat(1024 * 1024 + 1))).toBe('413 x text_too_long');
});

test('nested data and flat data are the same values', () => {
  const flat = [1, 2, 3, 4, 5, 6];
  expect(flattenData('x', flat, [1, 2, 3])).toEqual(flat);
  expect(
    flattenData(
      'x',
      [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
      [1, 2, 3],
    ),
  ).toEqual(flat);
  expect(flattenData('x', [['a'], ['b']], [2, 1])).toEqual(['a', 'b']);
  expect(flattenData('x', [], [0, 4])).toEqual([]);
});

test('names what is wrong with data that do not fill their shape', () => {
  const flatten = (data: unknown, shape: number[]) => reasonOf(() => flattenData('x', data, shape));
  expect(flatten([1, 2, 3], [2, 2])).toBe('400 x wrong_count');
  expect(flatten([[1, 2], [3]], [2, 2])).toBe('400 x ragged');
  expect(flatten([1, [2]], [2])).toBe('400 x ragged');
  expect(flatten([[1, 2], 3], [2, 2])).toBe('400 x ragged');
  expect(flatten([[[1]], [[2]]], [2, 1])).toBe('400 x ragged');
  expect(flatten('text', [1])).toBe('400 x no_data');
  expect(flatten(undefined, [1])).toBe('400 x no_data');
});
