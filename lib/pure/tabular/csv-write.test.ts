import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeCsvRow, writePlainCsvRow } from './csv-write';

test('writes the example', () => {
  expect(writeCsvRow(['a,b', '=1+1', -5, null])).toBe('"a,b",\'=1+1,-5,\r\n');
});

test('quotes what must be quoted', () => {
  expect(writeCsvRow(['say "hi"', 'two\nlines', 'plain', true, 10n, ''])).toBe(
    '"say ""hi""","two\nlines",plain,true,10,\r\n',
  );
  expect(writeCsvRow([null])).toBe('""\r\n');
});

test.each(['=HYPERLINK("x")', '+1+1', '-2+3', '@SUM(A1)', '\tx', '\rx', '+5511999'])('neutralises %j', (text) => {
  const [row] = parse(writeCsvRow([text, 'end'])) as string[][];
  expect(row?.[0]).toBe(`'${text}`);
});

test('leaves numbers alone, also as text', () => {
  expect(writeCsvRow([-1.5, '-1.5', '-1e-7', Number.NaN, -0, '-inf'])).toBe('-1.5,-1.5,-1e-7,NaN,-0,-inf\r\n');
});

test('gives what a CSV reader reads back', () => {
  const text = fc
    .string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', ';') })
    .filter((cell) => !cell.startsWith('\r'));
  const property = fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (cells) => {
    expect(parse(writeCsvRow(cells), { record_delimiter: '\r\n' })).toEqual([cells]);
  });
  fc.assert(property, { seed: 10 });
});

test('for programs texts stay as they are', () => {
  expect(writePlainCsvRow(['=1+1', 'a,b', '-x', null, 2, ''])).toBe('=1+1,"a,b",-x,,2,\r\n');
  expect(writePlainCsvRow([null])).toBe('""\r\n');
});
