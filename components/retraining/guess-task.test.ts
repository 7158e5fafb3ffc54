import { expect, test } from 'vitest';
import type { ColumnFacts } from '@/lib/domain/datasets/schema';
import { guessTask } from './guess-task';

const column = (name: string, type: ColumnFacts['type'], distinct: number): ColumnFacts => ({
  name,
  type,
  nulls: 0,
  distinct,
  mean: null,
  shape: { kind: 'category', categories: [], counts: [], other: 0, nulls: 0, n: 0 },
});

test('takes few whole numbers and texts as classes, amounts as numbers', () => {
  const columns = [
    column('late', 'integer', 2),
    column('minutes', 'integer', 200),
    column('price', 'number', 3),
    column('kind', 'category', 3),
    column('is', 'boolean', 2),
  ];
  const tasks = columns.map(({ name }) => guessTask({ columns }, name));
  expect(tasks).toEqual(['classification', 'regression', 'regression', 'classification', 'classification']);
  expect(guessTask({ columns }, null)).toBe('classification');
});
