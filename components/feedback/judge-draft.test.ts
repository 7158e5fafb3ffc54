import { expect, test } from 'vitest';
import type { Score } from '@/lib/domain/feedback/schema';
import { draftOf, nextField, toFeedback } from './judge-draft';

const score = (name: string, archivedAt: string | null): Score => ({
  id: '019ab0a0-0000-7000-8000-000000000000',
  name,
  description: '',
  kind: 'number',
  min: null,
  max: null,
  categories: [],
  createdAt: '2026-11-29T00:00:00.000Z',
  archivedAt,
});
const known = {
  task: 'classification',
  fields: [
    { name: 'age', title: '', unit: '', takes: 'number' },
    { name: 'name', title: '', unit: '', takes: null },
  ],
  scores: [score('clear', null), score('old', '2026-11-29T00:00:00.000Z')],
} as const;

test('sends nothing that was not said', () => {
  expect(toFeedback({ ...draftOf(null), verdict: 'right', label: '2', wantsMail: true }, known)).toEqual({
    verdict: 'right',
  });
});

test('sends what stood and what was added, without values that no field takes and archived scores', () => {
  const standing = {
    id: 'x',
    verdict: 'wrong',
    expected: '2',
    reason: 'too long',
    severity: 'serious',
    fields: [{ field: 'age', problem: 'mistyped', value: '42' }],
    scores: { clear: 3, old: 1 },
  } as const;
  const draft = draftOf(standing);
  const fields = [...draft.fields, { field: 'name', problem: 'missing', value: 'Ada' } as const];
  expect(toFeedback({ ...draft, fields }, known)).toEqual({
    verdict: 'wrong',
    expected: '2',
    severity: 'serious',
    reason: 'too long',
    fields: [
      { field: 'age', problem: 'mistyped', value: '42' },
      { field: 'name', problem: 'missing' },
    ],
    scores: { clear: 3 },
  });
});

test('names the next field that is not named', () => {
  expect(nextField(known.fields, [])).toBe('age');
  expect(nextField(known.fields, [{ field: 'age', problem: 'other', value: '' }])).toBe('name');
});
