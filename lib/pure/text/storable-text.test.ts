import { expect, test } from 'vitest';
import { storableText } from './storable-text';

test('what PostgreSQL refuses becomes U+FFFD, and all else stays', () => {
  expect(['', 'ção 😀', 'a\0b\0', '\ud83d', 'x\ude00\0'].map(storableText)).toEqual([
    ...['', 'ção 😀', 'a\ufffdb\ufffd', '\ufffd', 'x\ufffd\ufffd'],
  ]);
});
