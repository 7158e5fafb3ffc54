import { expect, test } from 'vitest';
import { championPeriods } from './join-periods';

const at = (day: number) => new Date(Date.UTC(2026, 10, day));
const on = (day: number) => at(day).toISOString();

test('ends the time of a champion where the next begins, also when it comes back', () => {
  const changes = [
    { toNumber: 1, at: at(1) },
    { toNumber: 2, at: at(5) },
    { toNumber: 2, at: at(6) },
    { toNumber: 1, at: at(7) },
  ];
  expect(Object.fromEntries(championPeriods(changes))).toEqual({
    1: [
      { role: 'champion', from: on(1), to: on(5) },
      { role: 'champion', from: on(7), to: null },
    ],
    2: [{ role: 'champion', from: on(5), to: on(7) }],
  });
  expect(championPeriods([]).size).toBe(0);
});
