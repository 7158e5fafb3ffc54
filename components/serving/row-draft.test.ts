import { expect, test } from 'vitest';
import type { RowField } from '@/lib/domain/registry/schema';
import { faultsByRow, findOutside, readList, readPaste } from './row-draft';

const field = (name: string, more: Partial<RowField> = {}): RowField => ({
  name,
  title: '',
  kind: 'number',
  unit: '',
  min: null,
  max: null,
  categories: [],
  nullable: false,
  default: null,
  shape: [],
  datatype: 'FP32',
  ...more,
});
const fields = [field('age', { min: 19, max: 79 }), field('town', { kind: 'text', datatype: 'BYTES' }), field('bmi')];
const comma = (text: string) => {
  const value = Number(text.replace(',', '.'));
  return Number.isFinite(value) ? value : null;
};

test('reads rows with a header in any order, and by position without one', () => {
  expect(readPaste('bmi\ttown\tid\tage\n24,5\tNatal\t7\t30', fields, comma)).toEqual({
    rows: [{ age: 30, town: 'Natal', bmi: 24.5 }],
    ignored: ['id'],
    missing: [],
  });
  expect(readPaste('30;Natal;24,5\r\n\r\n31;"Recife";25', fields, comma).rows).toEqual([
    { age: 30, town: 'Natal', bmi: 24.5 },
    { age: 31, town: 'Recife', bmi: 25 },
  ]);
});

test('keeps a cell that is no number as text, empty as null, and names what is missing', () => {
  expect(readPaste('age\tbmi\nold\t', fields, comma)).toEqual({
    rows: [{ age: 'old', bmi: null }],
    ignored: [],
    missing: ['town'],
  });
});

test('finds values outside the range, and numbers in a list', () => {
  expect(findOutside(fields, { age: 90, bmi: 1e9 }).map(({ value }) => value)).toEqual([90]);
  expect([readList('1, 2;3\n4'), readList('1 x')]).toEqual([[1, 2, 3, 4], null]);
});

test('sorts the reasons of a refusal by row and field', () => {
  const faults = faultsByRow([
    { name: 'rows.2.mean area', reason: 'it must be a number' },
    { name: 'rows', reason: 'too many' },
  ]);
  expect(faults.get(2)?.get('mean area')).toBe('it must be a number');
  expect(faults.size).toBe(1);
});
