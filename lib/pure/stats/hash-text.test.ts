import { expect, test } from 'vitest';
import { hashText } from './hash-text';
import { mixBits } from './mix-bits';

test('hashes a text to 32 bits, by FNV-1a before the last mixing', () => {
  expect(hashText('')).toBe(mixBits(0x811c9dc5));
  // FNV-1a of "a" is 0xe40c292c (the authors' own test vectors).
  expect(hashText('a')).toBe(mixBits(0xe40c292c));
  expect(hashText('foobar')).toBe(mixBits(0xbf9cf968));
});

test('another offset gives other numbers', () => {
  expect(hashText('a', 1)).not.toBe(hashText('a'));
});
