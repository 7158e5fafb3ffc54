import { expect, test } from 'vitest';
import { spreadRows } from './spread-rows';

test('rows are spread evenly, and all are taken where there are few', () => {
  expect([...spreadRows(10, 3)]).toEqual([0, 3, 6]);
  expect([...spreadRows(4, 100)]).toEqual([0, 1, 2, 3]);
  expect([...spreadRows(0, 5)]).toEqual([]);
});
