import { expect, test } from 'vitest';
import { readContextFilter } from './prediction-search';

test('reads a context filter as a person types it', () => {
  expect(readContextFilter('entity = A12')).toBe('entity:A12');
  expect(readContextFilter(' time:2013-08-01T09:00:00Z ')).toBe('time:2013-08-01T09:00:00Z');
  expect([readContextFilter('A12'), readContextFilter('=x'), readContextFilter('a b:c')]).toEqual([null, null, null]);
});
