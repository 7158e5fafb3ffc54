import { expect, test } from 'vitest';
import type { DatasetType } from '@/lib/domain/datasets/schema';
import { draftColumns, rolesOf, withRole } from './column-draft';

const column = (name: string, type: DatasetType) => ({ name, type, nulls: 0, firstValues: [], isTimeLike: false });
const found = [
  column('id', 'integer'),
  column('day', 'time'),
  column('later', 'time'),
  column('note', 'text'),
  column('age', 'integer'),
  column('Label', 'category'),
];

test('guesses roles by names and types, and leaves texts out', () => {
  expect(rolesOf(draftColumns(found))).toEqual({
    target: 'Label',
    id: 'id',
    time: 'day',
    weight: null,
    entities: [],
    features: ['age'],
  });
});

test('a role that one column has moves, one that several have does not', () => {
  const drafts = draftColumns(found);
  expect(rolesOf(withRole(drafts, 'age', 'target'))).toMatchObject({ target: 'age', features: [] });
  const two = withRole(withRole(drafts, 'age', 'entity'), 'note', 'entity');
  expect(rolesOf(two).entities).toEqual(['note', 'age']);
});
