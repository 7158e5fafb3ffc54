import { expect, test } from 'vitest';
import { parseCsvHeader, readCsvHeader } from './csv-header';

test('reads names with quotes, by the separator the line uses', () => {
  expect(parseCsvHeader('a;"b ""c""";d')).toEqual(['a', 'b "c"', 'd']);
  expect(parseCsvHeader('age,"pressure, mean",bmi\n1,2,3')).toEqual(['age', 'pressure, mean', 'bmi']);
  expect(parseCsvHeader('a\tb c\td')).toEqual(['a', 'b c', 'd']);
});

test('takes names below each other', () => {
  expect(parseCsvHeader('age\nbmi\n\nsex')).toEqual(['age', 'bmi', 'sex']);
  expect(parseCsvHeader('age')).toEqual(['age']);
  expect(parseCsvHeader('  ')).toEqual([]);
});

test('reads only the first line of a file', async () => {
  expect(await readCsvHeader(new Blob(['\uFEFFtext\nhello\n']))).toEqual(['text']);
  expect(await readCsvHeader(new Blob(['a,b\r\n1,2\r\n']))).toEqual(['a', 'b']);
});
