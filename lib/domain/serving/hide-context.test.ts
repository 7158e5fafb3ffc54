import { expect, test } from 'vitest';
import type { RowContext } from '@/lib/pure/protocols/context';
import { hideContext } from './hide-context';

const of = { projectId: 'p1', secret: 'of the installation' };
/** Names that every object has from its kind. */
const INHERITED = { ['hasOwnProperty' as string]: 'hash' as const, ['isPrototypeOf' as string]: 'drop' as const };
const HASH = /^hash:[0-9a-f]{16}$/;

test('values are kept, become fingerprints or go, by their key and in each row', () => {
  const rows: RowContext[] = [
    { mail: 'a@b.c', name: 'Ana', site: 'north' },
    { mail: 'a@b.c' },
    { site: 'south', time: '2026-01-01T00:00:00Z' },
  ];
  const hidden = hideContext({ mail: 'hash', name: 'drop' }, rows, of);
  expect(hidden).toEqual([
    { mail: expect.stringMatching(HASH), site: 'north' },
    { mail: hidden[0]?.mail },
    { site: 'south', time: '2026-01-01T00:00:00Z' },
  ]);
  // What the model's caller gets to see of a row is not touched.
  expect(rows[0]).toEqual({ mail: 'a@b.c', name: 'Ana', site: 'north' });
});

test('the same value has another fingerprint under another key, in another project and with another secret', () => {
  const printOf = (key: string, more: Partial<typeof of> = {}) =>
    hideContext({ [key]: 'hash' }, [{ [key]: 'a@b.c' }], { ...of, ...more })[0]?.[key];
  const prints = [
    printOf('mail'),
    printOf('mail2'),
    printOf('mail', { projectId: 'p2' }),
    printOf('mail', { secret: 'x' }),
  ];
  expect(new Set(prints).size).toBe(4);
  expect(printOf('mail')).toBe(prints[0]);
});

test('without rules rows are as they were, and names of what every object has are no values', () => {
  const rows = [{ mail: 'a@b.c' }];
  expect(hideContext({}, rows, of)).toBe(rows);
  expect(hideContext(INHERITED, rows, of)).toEqual(rows);
});
