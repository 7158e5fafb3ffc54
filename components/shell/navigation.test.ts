import { expect, test } from 'vitest';
import { currentEntry } from './navigation';

const entries = ['/p/a/models', '/p/a/models/x', '/p/a/models/x/drift'].map((href) => ({
  key: href,
  label: href,
  href,
  icon: null,
}));

test('takes the longest address that begins the path', () => {
  expect(currentEntry('/p/a/models/x/drift/temp', entries)).toBe('/p/a/models/x/drift');
  expect(currentEntry('/p/a/models/x', entries)).toBe('/p/a/models/x');
  expect(currentEntry('/p/a/models/xy', entries)).toBe('/p/a/models');
  expect(currentEntry('/me', entries)).toBeUndefined();
});

test('a page without an entry of its own belongs to the one that leads to it', () => {
  const all = [
    ...entries,
    { key: 'promotion', label: '', href: '/p/a/models/x/promotion', icon: null, also: ['/p/a/models/x/compare'] },
  ];
  expect(currentEntry('/p/a/models/x/compare', all)).toBe('promotion');
  expect(currentEntry('/p/a/models/x/promotion', all)).toBe('promotion');
});
