import { expect, test } from 'vitest';
import { behindHref, binOf, binOfBar, daysHref } from './prepare-behind';
import { featureTable } from './prepare-feature';

const common = {
  text: null,
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

test('a bar leads to its category, or to what is not listed, and nowhere where there are no rows', () => {
  expect(['b', 'a', 'other', 'c'].map((name) => binOfBar(words, name, 'other'))).toEqual(['0', '1', 'outside', null]);
  const none = { ...words, shape: { ...words.shape, current: [0, 1], currentOther: 0 } };
  expect(['b', 'a', 'other'].map((name) => binOfBar(none, name, 'other'))).toEqual([null, '1', null]);
  expect(binOfBar(numbers, '0', 'other')).toBeNull();
});

test('watched days lead to the rows that came on them, or that name them whenever they came', () => {
  const of = { project: 'desk', model: 'a', version: 2 };
  const days = { from: '2026-01-02', to: '2026-01-03', now: new Date('2026-02-01T10:20:30Z') };
  expect(daysHref(of, 'received', days)).toBe(
    '/p/desk/models/a/predictions?range=2026-01-02T00%3A00Z..2026-01-04T00%3A00Z&version=2',
  );
  expect(daysHref(of, 'own-time', days)).toBe(
    '/p/desk/models/a/predictions?range=2026-01-01T00%3A00Z..2026-02-01T10%3A21Z&version=2&ownFrom=2026-01-02&ownTo=2026-01-03',
  );
});
