import { expect, test } from 'vitest';
import { firstDraft, queryOf } from './query-draft';

const keys = { from: '2013-01-01T00:00:00.000Z', to: '2013-07-01T00:00:00.000Z' };

test('begins with all days of the log, and the last day is within', () => {
  const draft = firstDraft('m', keys, 0);
  expect([draft.from, draft.to]).toEqual(['2013-01-01', '2013-06-30']);
  expect(queryOf(draft)).toMatchObject(keys);
});

test('splits values at commas, and has no query for days that go back or a filter without value', () => {
  const draft = firstDraft('m', keys, 0);
  const filter = { from: 'context' as const, name: 'origin', values: ' JFK, LGA,' };
  expect(queryOf({ ...draft, filters: [filter] })?.filters[0]?.values).toEqual(['JFK', 'LGA']);
  expect(queryOf({ ...draft, filters: [{ ...filter, values: ' ,' }] })).toBeNull();
  expect(queryOf({ ...draft, from: '2014-01-01' })).toBeNull();
  expect(queryOf({ ...draft, labelSources: [] })).toBeNull();
});
