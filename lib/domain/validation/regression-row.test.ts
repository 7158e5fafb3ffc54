import { expect, test } from 'vitest';
import type { Column } from '@/lib/pure/protocols/signature';
import { rowFor } from './regression-row';
import { passesTest } from './regression-verdict';

const column = (name: string, index: number | null, input = 'X'): Column => ({
  ...{ name, input, index, nullable: false, fallback: undefined },
});
const field = (name: string, index: number | null, value: unknown, input = 'X') =>
  ({ name, input, index, value }) as Parameters<typeof rowFor>[1][number];

test('finds the values of a row by name, and leaves out what the version does not take', () => {
  const fields = [field('age', null, 40, 'age'), field('sex', null, 'a', 'sex')];
  expect(rowFor([column('age', null, 'age')], fields)).toEqual({ row: { age: 40 } });
});

test('finds them by their place where columns were named since, renamed, or have lost their names', () => {
  const list = [field('X', null, [1, 2])];
  expect(rowFor([column('a', 0), column('b', 1)], list)).toEqual({ row: { a: 1, b: 2 } });
  const named = [field('a', 0, 1), field('b', 1, 2)];
  expect(rowFor([column('first', 0), column('b', 1)], named)).toEqual({ row: { first: 1, b: 2 } });
  expect(rowFor([column('X', null)], named)).toEqual({ row: { X: [1, 2] } });
  // Columns that changed places keep their names.
  expect(rowFor([column('b', 0), column('a', 1)], named)).toEqual({ row: { b: 2, a: 1 } });
});

test('names what a row has not, unless there is a value for rows without it', () => {
  const fields = [field('age', null, 40, 'age')];
  expect(rowFor([column('age', null, 'age'), column('bmi', null, 'bmi')], fields)).toEqual({ missing: 'bmi' });
  const bmi = { ...column('bmi', null, 'bmi'), fallback: 24 };
  expect(rowFor([column('age', null, 'age'), bmi], fields)).toEqual({ row: { age: 40 } });
});

test('a class must be the same, a number no further off than its tolerance', () => {
  const class1 = { expected: '1', tolerance: null };
  expect(passesTest({ label: '1.0', value: null }, class1)).toBe(true);
  expect(passesTest({ label: '2', value: null }, class1)).toBe(false);
  const twenty = { expected: '20', tolerance: 2 };
  expect([17.99, 18, 22, 22.01].map((value) => passesTest({ label: null, value }, twenty))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  // 0.1 in 32 bits is 0.1.
  expect(passesTest({ label: null, value: Math.fround(0.1) }, { expected: '0.1', tolerance: 0 })).toBe(true);
  expect(passesTest({ label: null, value: null }, twenty)).toBe(false);
});
