import { expect, test } from 'vitest';
import { nextPull } from './label-source-times';

test.each([
  ['hour', 0, '2026-11-25T03:00:00Z', '2026-11-25T04:00:00.000Z'],
  ['hour', 5, '2026-11-25T03:59:59.999Z', '2026-11-25T04:00:00.000Z'],
  ['day', 3, '2026-11-25T02:59:59Z', '2026-11-25T03:00:00.000Z'],
  ['day', 3, '2026-11-25T03:00:00Z', '2026-11-26T03:00:00.000Z'],
  ['day', 23, '2026-12-31T23:30:00Z', '2027-01-01T23:00:00.000Z'],
] as const)('every %s at %i after %s', (every, hour, now, next) => {
  expect(nextPull({ every, hour }, new Date(now)).toISOString()).toBe(next);
});
