import { expect, test } from 'vitest';
import { createFormat, parseNumber, shortId } from './format';

const now = new Date('2026-08-31T14:20:00Z');
const en = createFormat({ locale: 'en', timeZone: 'UTC', now });
const pt = createFormat({ locale: 'pt-BR', timeZone: 'UTC', now });

test('writes numbers and shares in the language of the person', () => {
  expect([en.number(12418), pt.number(12418)]).toEqual(['12,418', '12.418']);
  expect([en.percent(0.8323), pt.percent(0.8323)]).toEqual(['83.2%', '83,2%']);
  expect(en.points(0.0217)).toBe('+2.2\u00a0points');
  expect(pt.points(-0.006)).toBe('-0,6\u00a0pontos');
  expect(en.between(en.pointsValue(-0.006), en.pointsValue(0.057))).toBe('-0.6 to +5.7');
  expect([en.score(0.8323), en.pValue(0.0002), pt.pValue(0.22)]).toEqual(['0.832', '<\u00a00.001', '0,220']);
});

test('writes sizes in powers of ten and durations in two figures', () => {
  expect([en.bytes(512), en.bytes(1_900_000), pt.bytes(3_100_000_000)]).toEqual([
    '512\u00a0B',
    '1.9\u00a0MB',
    '3,1\u00a0GB',
  ]);
  expect([0.93, 2.14, 48.2, 610, 1234, 192_000, 7_500_000].map(en.duration)).toEqual([
    '0.93\u00a0ms',
    '2.1\u00a0ms',
    '48\u00a0ms',
    '610\u00a0ms',
    '1.2\u00a0s',
    '3\u00a0min 12\u00a0s',
    '2\u00a0h 5\u00a0min',
  ]);
});

test('writes dates and elapsed time', () => {
  expect(en.dayTime('2026-08-28T14:16:00Z')).toBe('28 Aug, 14:16');
  expect(en.day('2013-12-31T00:00:00Z')).toBe('31 Dec 2013');
  expect(pt.day('2026-08-28T14:16:00Z')).toBe('28 de ago.');
  expect(en.ago('2026-08-31T14:16:00Z')).toBe('4 min ago');
  expect(pt.ago('2026-08-31T14:16:00Z')).toBe('há 4 min.');
  expect(en.ago('2026-08-31T14:19:50Z')).toBe('now');
  expect([en.ago('2026-08-31T09:05:00Z'), en.ago('2026-08-28T09:05:00Z')]).toEqual(['09:05', '28 Aug']);
});

test('reads comma and point by language', () => {
  expect([parseNumber('1.234,5', 'pt-BR'), parseNumber('1,234.5', 'en')]).toEqual([1234.5, 1234.5]);
  expect([parseNumber('7,8', 'en'), parseNumber('7.8', 'pt-BR')]).toEqual([7.8, 7.8]);
  expect([
    parseNumber('-3', 'en'),
    parseNumber('1e-5', 'en'),
    parseNumber('calm', 'en'),
    parseNumber('1.2.3', 'en'),
  ]).toEqual([-3, 1e-5, null, null]);
});

test('shortens ids in the middle and keeps the row', () => {
  expect(shortId('019a3f5c-0000-7000-8000-00000000 7c41.0'.replace(' ', ''))).toBe('019a…7c41.0');
  expect(shortId('v4')).toBe('v4');
});
