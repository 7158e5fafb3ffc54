import { expect, test } from 'vitest';
import { stripRows } from './prepare-strip';

test('the columns that were farthest off come first, twenty at most', () => {
  const column = (name: string, psi: (number | null)[]) => ({ name, title: '', psi, nullShare: psi.map(() => 0) });
  const columns = [column('a', [0.1, null]), column('b', [0, 0.7]), column('c', [null, null])];
  expect(stripRows({ columns }, 'psi').map(({ name }) => name)).toEqual(['b', 'a', 'c']);
  const many = Array.from({ length: 30 }, (_, i) => column(`x${i}`, [i]));
  expect(stripRows({ columns: many }, 'psi').map(({ values }) => values[0])).toEqual(
    Array.from({ length: 20 }, (_, i) => 29 - i),
  );
});
