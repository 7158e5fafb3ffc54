import { expect, test } from 'vitest';
import { encodeCells, frequentTexts } from './encode-cells';

test('texts become codes by how frequent they are, and a value that was not learnt is one more', () => {
  const texts = frequentTexts(['a', 'b', 'b', null, 'c', 'a', 'b']);
  expect(texts).toEqual(['b', 'a', 'c']);
  const { kind, values } = encodeCells(['a', 'b', null, 'd', 7], texts);
  expect([kind, [...values]]).toEqual(['category', [1, 0, Number.NaN, 3, 3]]);
});

test('cells without a text are numbers', () => {
  expect(frequentTexts([1, null, true])).toBeNull();
  expect([...encodeCells([1.5, null, true, 'x'], null).values]).toEqual([1.5, Number.NaN, 1, Number.NaN]);
});

test('of many texts 30 are told apart', () => {
  expect(frequentTexts(Array.from({ length: 100 }, (_, i) => `t${i}`))).toHaveLength(30);
});
