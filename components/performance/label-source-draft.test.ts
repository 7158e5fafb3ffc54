import { expect, test } from 'vitest';
import type { LabelSourceView } from '@/lib/domain/feedback/schema';
import { contentOf, draftOf, faultsOf, NEW_SOURCE } from './label-source-draft';

const saved: LabelSourceView = {
  id: 'b1a0e6d4-0f0c-4b67-9f5e-0a8f6f1f2c11',
  name: 'warehouse',
  kind: 'sql',
  url: 'postgres://reader@db.example.com/d',
  sql: 'select id, late from outcomes',
  key: 'id',
  label: 'late',
  context: null,
  days: 28,
  source: 'automatic',
  every: 'day',
  hour: 5,
  enabled: false,
  hasSecret: true,
  hasHiddenQuery: false,
  dueAt: null,
  isRunning: false,
  pulledUntil: null,
  last: null,
};

test('a saved source comes back as it was, and keeps its secret with its address only', () => {
  const draft = draftOf(saved);
  const { name, kind, url, sql, key, label, context, days, source, every, hour, enabled } = saved;
  expect(contentOf(draft, saved)).toEqual({
    ...{ name, kind, url, sql, key, label, context, days, source, every, hour, enabled },
  });
  expect(contentOf({ ...draft, url: 'postgres://reader@other/d' }, saved)).toMatchObject({ secret: null });
  expect(contentOf({ ...draft, secret: 'new' }, saved)).toMatchObject({ secret: 'new' });
  expect(contentOf(NEW_SOURCE, null)).not.toHaveProperty('secret');
});

test('finds what the server would refuse', () => {
  expect(faultsOf(draftOf(saved), saved)).toEqual([]);
  expect(faultsOf(NEW_SOURCE, null)).toEqual(['name', 'url', 'sql']);
  const draft = { ...draftOf(saved), kind: 'url' as const, sql: '', by: 'context' as const, context: 'a b' };
  expect(faultsOf({ ...draft, days: 0, hour: 24, secret: 'ã' }, saved)).toEqual(['secret', 'context', 'days', 'hour']);
  expect(faultsOf({ ...draft, context: 'entity', secret: 'a token' }, saved)).toEqual([]);
});
