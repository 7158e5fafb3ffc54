import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { profileColumn } from './column-profile';

test('profiles the example', () => {
  expect(profileColumn(['1', '2', '', '2'])).toEqual({
    type: 'integer',
    count: 4,
    nulls: 1,
    min: 1,
    max: 2,
    categories: [
      { value: '2', count: 2 },
      { value: '1', count: 1 },
    ],
    firstValues: ['1', '2'],
  });
});

test.each([
  ['integer', ['0', '-7', '9007199254740993']],
  ['number', ['1', '2.5', 'NaN']],
  ['number', ['1', '9223372036854775808']],
  ['boolean', ['true', 'False', '']],
  ['category', ['a', 'b', 'a', 'b', 'a']],
  ['text', ['ana', 'rui', 'eva']],
  ['text', ['1', '2', 'x', '1,5']],
  ['category', ['007', '007', '008', '008']],
  ['empty', ['', '']],
])('infers %s', (type, cells) => {
  expect(profileColumn(cells).type).toBe(type);
});

test('counts NaN as null in numbers only', () => {
  expect(profileColumn(['NaN', '1', '']).nulls).toBe(2);
  expect(profileColumn(['NaN', 'x', '']).nulls).toBe(1);
});

test('gives up on categories above 50 and on the range of text', () => {
  const cells = Array.from({ length: 51 }, (_, i) => String(i));
  expect(profileColumn(cells)).toMatchObject({ categories: null, min: 0, max: 50 });
  expect(profileColumn(cells.slice(1)).categories).toHaveLength(50);
  expect(profileColumn(['a', 'a'])).toMatchObject({ min: null, max: null });
});

test('infers the columns of a training table', () => {
  const path = new URL('../onnx/fixtures/mixed_columns/train.csv', import.meta.url);
  const [header = [], ...rows] = parse(readFileSync(path)) as string[][];
  const types = header.map((name, column) => [name, profileColumn(rows.map((row) => row[column] ?? '')).type]);
  expect(Object.fromEntries(types)).toMatchObject({
    age: 'integer',
    sex: 'category',
    bmi: 'number',
    s5: 'number',
    target: 'category',
  });
});
