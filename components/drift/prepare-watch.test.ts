import { expect, test } from 'vitest';
import type { WatchedDay } from '@/lib/domain/drift/schema';
import { episodesOf, onceIn, rarityOf } from './prepare-watch';

const day = (number: number, p: number | null, isAlarm = false): WatchedDay => ({
  day: `2026-03-${String(number).padStart(2, '0')}`,
  rows: 10,
  window: p === null ? null : 1,
  p,
  isAlarm,
  isNew: false,
  moved: [],
});

test('days of alarm that follow each other are one, told by their worst day', () => {
  const days = [day(1, null), day(2, 0.01, true), day(3, 0.001, true), day(4, 0.4), day(5, 0.02, true)];
  expect(episodesOf(days)).toMatchObject([
    { from: '2026-03-05', to: '2026-03-05', days: 1, rows: 10, isOpen: true },
    { from: '2026-03-02', to: '2026-03-03', days: 2, rows: 20, isOpen: false, worst: { day: '2026-03-03' } },
  ]);
  expect(episodesOf([day(1, 0.5)])).toEqual([]);
});

test('one in sixty is a rarity of 1.78 and back', () => {
  expect(rarityOf(1 / 60)).toBeCloseTo(1.778, 3);
  expect(onceIn(rarityOf(1 / 60))).toBe(60);
  expect(rarityOf(0)).toBe(6);
});
