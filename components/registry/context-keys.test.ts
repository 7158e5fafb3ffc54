import { expect, test } from 'vitest';
import { contextKeys, keptOf, withRule } from './context-keys';

test('keys with a rule stand among those that calls had, and values without one are kept', () => {
  const rules = { mail: 'hash', name: 'drop' } as const;
  expect(contextKeys({ rules, seen: ['site', 'mail'] })).toEqual(['mail', 'name', 'site']);
  expect(['mail', 'name', 'site', 'constructor'].map((key) => keptOf(rules, key))).toEqual([
    'hash',
    'drop',
    'keep',
    'keep',
  ]);
});

test('a rule is set, changed and taken away', () => {
  expect(withRule({ mail: 'hash' }, 'name', 'drop')).toEqual({ mail: 'hash', name: 'drop' });
  expect(withRule({ mail: 'hash' }, 'mail', 'drop')).toEqual({ mail: 'drop' });
  expect(withRule({ mail: 'hash', name: 'drop' }, 'mail', 'keep')).toEqual({ name: 'drop' });
});
