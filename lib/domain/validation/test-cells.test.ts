import { expect, test } from 'vitest';
import { testCells } from './test-cells';

test('a value has the name of its field and of its input; a field of that name comes first', () => {
  const cells = testCells([
    { name: 'wind', input: 'wind_ms', index: null, value: 3 },
    { name: 'gust', input: 'wind', index: null, value: 9 },
    { name: 'age', input: 'X', index: 0, value: null },
  ]);
  expect([...cells]).toEqual([
    ['wind', 3],
    ['gust', 9],
    ['age', null],
    ['wind_ms', 3],
  ]);
});

test('values of a list have their positions', () => {
  const cells = testCells([{ name: 'X', input: 'X', index: null, value: [[5, 3], [1]] }]);
  expect([...cells]).toEqual([
    ['X_0', 5],
    ['X_1', 3],
    ['X_2', 1],
  ]);
});
