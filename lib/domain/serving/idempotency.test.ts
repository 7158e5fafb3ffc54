import { expect, test } from 'vitest';
import { IdempotencyKeys, type StoredAnswer } from './idempotency';

const DAY = 24 * 3600 * 1000;
const MEGABYTE = 1024 * 1024;
const answer = (body = Buffer.from('{"a":1}')): StoredAnswer => ({ headers: { 'x-log': 'process' }, body });
const large = answer(Buffer.alloc(100 * MEGABYTE));

test('a key is in flight until it is answered, then answers again, byte for byte', () => {
  const keys = new IdempotencyKeys();
  expect(keys.begin('p', 'k', 'h', 0)).toEqual({ kind: 'new' });
  expect(keys.begin('p', 'k', 'h', 1)).toEqual({ kind: 'in-flight' });
  expect([keys.isOpen('p', 'k'), keys.isOpen('p', 'other')]).toEqual([true, false]);
  expect(keys.begin('p', 'k', 'other', 1)).toEqual({ kind: 'conflict' });
  const given = answer();
  keys.settle('p', 'k', 'h', given, 2);
  expect(keys.isOpen('p', 'k')).toBe(false);
  expect(keys.begin('p', 'k', 'h', 3)).toEqual({ kind: 'replay', answer: given });
  expect(keys.begin('p', 'k', 'other', 3)).toEqual({ kind: 'conflict' });
});

test('projects do not share keys, whatever their text', () => {
  const keys = new IdempotencyKeys();
  keys.settle('p', 'k', 'h', answer(), 0);
  expect(keys.begin('q', 'k', 'other', 1)).toEqual({ kind: 'new' });
  expect(keys.begin('p', '__proto__', 'h', 1)).toEqual({ kind: 'new' });
});

test('a failed call gives its key back', () => {
  const keys = new IdempotencyKeys();
  keys.begin('p', 'k', 'h', 0);
  keys.release('p', 'k');
  expect(keys.begin('p', 'k', 'other', 1)).toEqual({ kind: 'new' });
});

test('an answer is kept for 24 hours', () => {
  const keys = new IdempotencyKeys();
  keys.settle('p', 'k', 'h', answer(), 0);
  expect(keys.begin('p', 'k', 'h', DAY - 1).kind).toBe('replay');
  expect(keys.begin('p', 'k', 'other', DAY)).toEqual({ kind: 'new' });
});

test('the oldest answers make room for new ones, and the new one always stays', () => {
  const keys = new IdempotencyKeys();
  for (const [i, key] of ['a', 'b', 'c'].entries()) keys.settle('p', key, 'h', large, i);
  expect(['a', 'b', 'c'].map((key) => keys.begin('p', key, 'h', 4).kind)).toEqual(['new', 'replay', 'replay']);
  keys.settle('p', 'huge', 'h', answer(Buffer.alloc(300 * MEGABYTE)), 5);
  expect(['b', 'c', 'huge'].map((key) => keys.begin('p', key, 'h', 6).kind)).toEqual(['new', 'new', 'replay']);
});

test('a key that is used again after its day is counted once', () => {
  const keys = new IdempotencyKeys();
  for (let day = 0; day < 5; day++) {
    expect(keys.begin('p', 'k', 'h', day * DAY)).toEqual({ kind: 'new' });
    keys.settle('p', 'k', 'h', large, day * DAY);
  }
  keys.settle('p', 'next', 'h', large, 4 * DAY + 1);
  expect(keys.begin('p', 'k', 'h', 4 * DAY + 2).kind).toBe('replay');
});
