import { expect, test } from 'vitest';
import { readRange, writeRange } from './range';

const now = new Date('2026-08-31T14:20:00Z');

test('counts named ranges back from now', () => {
  expect(readRange('24h', now)).toEqual({ from: new Date('2026-08-30T14:20:00Z'), to: now });
  expect(readRange('28d', now)?.from).toEqual(new Date('2026-08-03T14:20:00Z'));
});

test('reads back what it writes and refuses a window that runs backwards', () => {
  const window = { from: new Date('2026-06-01T00:00:00Z'), to: new Date('2026-08-31T23:59:00Z') };
  expect(writeRange(window)).toBe('2026-06-01T00:00Z..2026-08-31T23:59Z');
  expect(readRange(writeRange(window), now)).toEqual(window);
  expect(readRange('2026-08-31T00:00Z..2026-06-01T00:00Z', now)).toBeNull();
  expect([readRange('yesterday', now), readRange('', now), readRange('a..b', now)]).toEqual([null, null, null]);
});
