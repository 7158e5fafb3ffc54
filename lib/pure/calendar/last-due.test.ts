import { expect, test } from 'vitest';
import { lastDueMs } from './last-due';

const at = (text: string) => Date.parse(`${text}Z`);

test('a schedule is due at its last moment', () => {
  const wednesday = at('2026-11-25T05:59');
  const due = (every: 'day' | 'week' | 'month', nowMs = wednesday) =>
    new Date(lastDueMs({ every, weekday: 1, hour: 6 }, nowMs)).toISOString().slice(0, 16);
  expect([due('day'), due('week'), due('month')]).toEqual(['2026-11-24T06:00', '2026-11-23T06:00', '2026-11-01T06:00']);
  expect(due('day', at('2026-11-25T06:00'))).toBe('2026-11-25T06:00');
  expect(due('month', at('2026-01-01T05:00'))).toBe('2025-12-01T06:00');
});
