import { expect, test } from 'vitest';
import { safeNext } from './safe-next';

test('keeps a path of this site with its query', () => {
  expect(safeNext('/p/delay-desk/models?filter=a&b=%2F#top')).toBe('/p/delay-desk/models?filter=a&b=%2F#top');
  expect(safeNext('/')).toBe('/');
});

test.each([
  '//evil.example',
  '/\\evil.example',
  '\\evil.example',
  '/\t/evil.example',
  '/a\n',
  'https://evil.example/',
  'javascript:alert(1)',
  'models',
  '',
])('leads to the start instead of %j', (asked) => {
  expect(safeNext(asked)).toBe('/');
});

test('leads to the start where the query is missing or stands twice', () => {
  expect(safeNext(undefined)).toBe('/');
  expect(safeNext(['/a', '/b'])).toBe('/');
});
