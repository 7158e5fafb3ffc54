import { expect, test } from 'vitest';
import { matchColumns } from './match-columns';

test('finds columns by name in any order and leaves the others out', () => {
  expect(matchColumns(['age', 'bmi'], ['bmi', 'id', 'age'])).toEqual({
    by: 'name',
    positions: [2, 0],
    leftOut: ['id'],
  });
});

test('goes by position when the names are unknown, without the target', () => {
  expect(matchColumns(['X_0', 'X_1'], ['age', 'bmi'])?.positions).toEqual([0, 1]);
  expect(matchColumns(['X_0', 'X_1'], ['target', 'age', 'bmi'])).toEqual({
    by: 'position',
    positions: [1, 2],
    leftOut: ['target'],
  });
  expect(matchColumns(['X_0', 'X_1'], ['age', 'bmi', 'kind'])?.leftOut).toEqual(['kind']);
});

test('refuses a table that is too narrow or too wide', () => {
  expect(matchColumns(['a', 'b'], ['a'])).toBeNull();
  expect(matchColumns(['a', 'b'], ['x', 'y', 'z', 'w'])).toBeNull();
});
