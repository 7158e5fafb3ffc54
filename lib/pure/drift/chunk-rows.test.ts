import { expect, test } from 'vitest';
import { chunkRows, type Period } from './chunk-rows';

const keys = (...args: Parameters<typeof chunkRows>) => chunkRows(...args).map(({ key }) => key);

test('cuts by size, and keeps, appends or drops what is left over', () => {
  expect(keys(5, { size: 2 })).toEqual(['[0:1]', '[2:3]', '[4:4]']);
  expect(keys(5, { size: 2 }, 'append')).toEqual(['[0:1]', '[2:4]']);
  expect(keys(5, { size: 2 }, 'drop')).toEqual(['[0:1]', '[2:3]']);
  expect(keys(4, { size: 2 }, 'append')).toEqual(['[0:1]', '[2:3]']);
  expect(keys(1, { size: 2 }, 'append')).toEqual(['[0:0]']);
  expect(keys(0, { size: 2 })).toEqual([]);
});

test('turns a number of chunks into a size', () => {
  expect(chunkRows(100, { count: 10 })).toHaveLength(10);
  expect(chunkRows(105, { count: 10 })).toHaveLength(11);
  expect(chunkRows(3, { count: 10 })).toHaveLength(3);
});

test.each<[Period, string[]]>([
  ['hour', ['2026-03-29T00', '2026-03-29T23', '2026-04-01T12']],
  ['day', ['2026-03-29', '2026-04-01']],
  ['week', ['2026-03-23', '2026-03-30']],
  ['month', ['2026-03-01', '2026-04-01']],
  ['quarter', ['2026-01-01', '2026-04-01']],
  ['year', ['2026-01-01']],
])('cuts by the calendar, whatever the order of the rows: %s', (period, expected) => {
  const timesMs = ['2026-04-01T12:00:00Z', '2026-03-29T00:00:00Z', '2026-03-29T23:59:59Z', 'no time'].map(Date.parse);
  const chunks = chunkRows(4, { period, timesMs });
  expect(chunks.map(({ key }) => key)).toEqual(expected);
  // The row without a time belongs to no period.
  expect(chunks.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(3);
});
