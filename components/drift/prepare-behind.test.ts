import { expect, test } from 'vitest';
import { behindHref, binOf } from './prepare-behind';
import { featureTable } from './prepare-feature';

const common = {
  name: 'age',
  title: '',
  unit: '',
  psi: null,
  jensenShannon: null,
  state: 'some' as const,
  reference: { rows: 1, nulls: 0 },
  current: { rows: 1, nulls: 0, compared: 1 },
};
const numbers = {
  ...common,
  shape: {
    kind: 'number' as const,
    edges: [0, 1, 2],
    reference: [3, 4],
    current: [1, 2],
    referenceOutside: { below: 0, above: 0 },
    currentOutside: { below: 5, above: 6 },
    referenceQuantiles: [],
  },
};
const words = {
  ...common,
  shape: {
    kind: 'category' as const,
    categories: ['b', 'a'],
    reference: [2, 1],
    current: [1, 1],
    referenceOther: 0,
    currentOther: 3,
  },
};

test('each line of a table leads to its own bin', () => {
  expect(featureTable(numbers, 'other').map((row) => binOf(numbers, row))).toEqual(['0', '1', '2', '3']);
  expect(featureTable(words, 'other').map((row) => binOf(words, row))).toEqual(['0', '1', 'outside']);
});

test('the address has the window, the version, the column and the bin', () => {
  const of = { project: 'desk', model: 'a b', version: 2 };
  const window = { from: '2026-01-02T00:00:00.000Z', to: '2026-01-09T00:00:00.000Z' };
  expect(behindHref(of, window, 'x & y', 'null')).toBe(
    '/p/desk/models/a%20b/predictions?range=2026-01-02T00%3A00Z..2026-01-09T00%3A00Z&version=2&input=x+%26+y&bin=null',
  );
});
