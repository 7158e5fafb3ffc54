import { expect, test } from 'vitest';
import { ContextReader } from './context';
import { ProtocolError } from './protocol-error';

const reasonOf = (work: () => void) => {
  try {
    work();
  } catch (error) {
    if (error instanceof ProtocolError) return error.reason;
    throw error;
  }
  return 'taken';
};

test('keeps what was said about each row, as text', () => {
  const reader = new ContextReader(2);
  reader.set(0, 'context.entity', 'p-1');
  reader.set(0, 'context.n', 12.5);
  reader.set(1, 'context.ok', true);
  reader.set(1, 'context.id', '\u0001int:9007199254740993');
  reader.set(1, 'context.none', null);
  expect(reader.result()).toEqual([
    { entity: 'p-1', n: '12.5' },
    { ok: 'true', id: '9007199254740993' },
  ]);
  expect(new ContextReader(3).result()).toBeNull();
});

test('takes twenty free names beside the two known ones, over all rows', () => {
  const reader = new ContextReader(2);
  for (let i = 0; i < 20; i++) reader.set(i % 2, `context.k${i}`, 'v');
  reader.set(0, 'context.entity', 'e');
  reader.set(0, 'context.time', 't');
  reader.set(0, 'context.k3', 'v');
  expect(reasonOf(() => reader.set(1, 'context.k20', 'v'))).toBe('too_much_context');
});

test('refuses names and values that cannot be kept', () => {
  const one = (name: string, value: unknown) => reasonOf(() => new ContextReader(1).set(0, name, value));
  expect(one('context.a', 'é'.repeat(128))).toBe('taken');
  expect(one('context.a', 'é'.repeat(129))).toBe('too_much_context');
  expect(one('context.a', { b: 1 })).toBe('bad_context');
  expect(one('context.a', [1])).toBe('bad_context');
  expect(one('context.a', 'a\u0000')).toBe('bad_text');
  expect(one('context.a', '\ud800')).toBe('bad_text');
  for (const name of ['context.', 'context.a b', 'context.-a', `context.${'a'.repeat(65)}`, 'context.__proto__'])
    expect(one(name, 'v')).toBe('bad_context');
});

test('costs nothing for rows of which nothing is said', () => {
  const reader = new ContextReader(2 ** 31 - 1);
  expect(reader.result()).toBeNull();
});
