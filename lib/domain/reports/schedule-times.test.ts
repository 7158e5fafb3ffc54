import { expect, test } from 'vitest';
import { lastDue, nextDue, windowBefore } from './schedule-times';

const at = (text: string) => new Date(text);
const weekly = { every: 'week', weekday: 1, hour: 6 } as const;
const monthly = { every: 'month', weekday: 1, hour: 6 } as const;

test.each([
  [weekly, '2026-11-25T10:00:00Z', '2026-11-23T06:00:00Z', '2026-11-30T06:00:00Z'],
  [weekly, '2026-11-23T06:00:00Z', '2026-11-23T06:00:00Z', '2026-11-30T06:00:00Z'],
  [weekly, '2026-11-23T05:59:59Z', '2026-11-16T06:00:00Z', '2026-11-23T06:00:00Z'],
  [{ ...weekly, weekday: 7, hour: 23 }, '2026-11-23T05:59:59Z', '2026-11-22T23:00:00Z', '2026-11-29T23:00:00Z'],
  [monthly, '2026-11-25T10:00:00Z', '2026-11-01T06:00:00Z', '2026-12-01T06:00:00Z'],
  [monthly, '2027-01-01T05:00:00Z', '2026-12-01T06:00:00Z', '2027-01-01T06:00:00Z'],
  [monthly, '2026-12-31T23:00:00Z', '2026-12-01T06:00:00Z', '2027-01-01T06:00:00Z'],
] as const)('%o at %s was last due at %s and is next due at %s', (times, now, last, next) => {
  expect(lastDue(times, at(now))).toEqual(at(last));
  expect(nextDue(times, at(now))).toEqual(at(next));
});

test('covers the week or the month that ends when it is due', () => {
  expect(windowBefore(weekly, at('2026-11-23T06:00:00Z'))).toEqual({
    from: at('2026-11-16T06:00:00Z'),
    to: at('2026-11-23T06:00:00Z'),
  });
  expect(windowBefore(monthly, at('2027-01-01T06:00:00Z')).from).toEqual(at('2026-12-01T06:00:00Z'));
  expect(windowBefore(monthly, at('2026-03-01T06:00:00Z')).from).toEqual(at('2026-02-01T06:00:00Z'));
});
