import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type ReviewedRow, weakSlices } from './weak-slices';

const hash = (i: number) => createHash('sha256').update(`${i}`).digest('hex');
const CITIES = ['Oslo', 'Lima', 'Rome', 'Kyiv'];

test('finds where errors cluster on half of the entities, and the other half holds it', () => {
  const rows = Array.from(
    { length: 400 },
    (_, i): ReviewedRow => ({
      entity: hash(i >> 1),
      error: i % 4 === 0 || i % 23 === 0 ? 1 : 0,
      values: new Map<string, string | number>([
        ['city', CITIES[i % 4] ?? ''],
        ['noise', (i * 7919) % 101],
        ['same', 'x'],
      ]),
    }),
  );
  const found = weakSlices(rows, ['city', 'noise', 'same', 'unknown']);
  expect(found.found + found.reported).toBe(400);
  expect(found.looked).toBe(8);
  expect(found.slices[0]).toMatchObject({
    column: 'city',
    name: { kind: 'value', value: 'Oslo' },
    mean: 1,
    verdict: 'held',
  });
  expect(found.slices[0]?.difference.low).toBeGreaterThan(0.8);
  expect(found.slices.filter(({ verdict }) => verdict === 'held')).toHaveLength(1);
});

test('says nothing of a handful of rows', () => {
  const rows = Array.from({ length: 10 }, (_, i) => ({ entity: hash(i), error: 1, values: new Map([['a', i]]) }));
  expect(weakSlices(rows, ['a'])).toMatchObject({ looked: 0, slices: [] });
});
