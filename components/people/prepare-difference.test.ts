import { expect, test } from 'vitest';
import { prepareDifference } from './prepare-difference';

test('names only the fields that differ, inside objects too', () => {
  const before = { name: 'a', rules: { approval: true, stages: [1, 10] }, gone: 'x' };
  const after = { name: 'a', rules: { approval: false, stages: [1, 50] }, added: null };
  expect(prepareDifference(before, after)).toEqual([
    { path: 'rules.approval', before: 'true', after: 'false' },
    { path: 'rules.stages', before: '[1,10]', after: '[1,50]' },
    { path: 'gone', before: 'x', after: null },
    { path: 'added', before: null, after: 'null' },
  ]);
});

test('shows all of what was made or deleted, and values that are no objects', () => {
  expect(prepareDifference(null, { a: 1, b: {} })).toEqual([
    { path: 'a', before: null, after: '1' },
    { path: 'b', before: null, after: '{}' },
  ]);
  expect(prepareDifference('old', 'new')).toEqual([{ path: '', before: 'old', after: 'new' }]);
  expect(prepareDifference(null, null)).toEqual([]);
});
