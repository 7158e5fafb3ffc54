import { expect, test } from 'vitest';
import { splitEvenly } from './split-evenly';

const items = (n: number, wanted = 1) =>
  Array.from({ length: n }, (_, i) => ({ id: `i${i}`, wanted, reviewedBy: [] as string[] }));
const loadsOf = (found: Map<string, string[]>) =>
  [...found.values()].flat().reduce((sum, one) => sum.set(one, (sum.get(one) ?? 0) + 1), new Map<string, number>());

test('nobody has more than one item more than another', () => {
  const people = ['a', 'b', 'c'];
  expect([...splitEvenly(items(4), ['a', 'b']).values()].flat()).toEqual(['a', 'b', 'a', 'b']);
  expect([...loadsOf(splitEvenly(items(100), people)).values()].sort()).toEqual([33, 33, 34]);
  const twice = splitEvenly(items(50, 2), people);
  expect([...twice.values()].every((own) => new Set(own).size === 2)).toBe(true);
  expect([...loadsOf(twice).values()].sort()).toEqual([33, 33, 34]);
});

test('what people have counts, and nobody is asked twice', () => {
  expect(splitEvenly(items(3), ['a', 'b'], new Map([['a', 2]]))).toEqual(
    new Map([
      ['i0', ['b']],
      ['i1', ['b']],
      ['i2', ['a']],
    ]),
  );
  expect(splitEvenly([{ id: 'x', wanted: 1, reviewedBy: ['a'] }], ['a', 'b']).get('x')).toEqual(['b']);
  expect(splitEvenly([{ id: 'x', wanted: 2, reviewedBy: ['a', 'b'] }], ['a', 'b']).get('x')).toEqual([]);
  expect(splitEvenly(items(1, 3), ['a']).get('i0')).toEqual(['a']);
});
