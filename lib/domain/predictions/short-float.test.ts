import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRowId } from './row-id';
import { shortFloat } from './short-float';

test('is the same 32-bit float, and never longer than it was', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true }), (value) => {
      const short = shortFloat(value);
      expect(Object.is(Math.fround(short), value)).toBe(true);
      expect(String(short).length).toBeLessThanOrEqual(String(value).length);
    }),
    { numRuns: 5000 },
  );
});

test('comes back from JSON as the same float', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(1e-30) }), (value) => {
      expect(Math.fround(JSON.parse(JSON.stringify(shortFloat(value))))).toBe(value);
    }),
  );
});

test('leaves numbers alone that are no 32-bit float', () => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      if (!Object.is(Math.fround(value), value)) expect(shortFloat(value)).toBe(value);
    }),
  );
  expect(shortFloat(0.1)).toBe(0.1);
});

test('finds the decimal that people wrote', () => {
  for (const written of [0.1, 5.9, 1e-7, 123.456, 16_777_216, -0.3, 3.4028235e38])
    expect(shortFloat(Math.fround(written))).toBe(Number.isInteger(written) ? Math.fround(written) : written);
});

test('a row is named by its call and its place, the call alone is its row 0', () => {
  const id = '019a0000-0000-7000-8000-00000000000a';
  expect(parseRowId(id)).toEqual({ predictionId: id, row: 0 });
  expect(parseRowId(`${id.toUpperCase()}.12`)).toEqual({ predictionId: id, row: 12 });
  for (const text of ['', id.slice(1), `${id}.`, `${id}.-1`, `${id}.1.2`, `${id}.1e3`, `${id}.1234567`])
    expect(parseRowId(text)).toBeNull();
});
