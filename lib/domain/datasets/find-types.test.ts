import { expect, test } from 'vitest';
import { findTypes } from './find-types';
import { readCell } from './read-cell';

async function typeOf(...cells: string[]): Promise<string | undefined> {
  async function* records() {
    yield { cells: ['c'] };
    for (const cell of cells) yield { cells: [cell] };
  }
  return (await findTypes(records())).columns[0]?.type;
}

test('the whole column decides, not its beginning', async () => {
  expect(await typeOf('1', '2', '3')).toBe('integer');
  expect(await typeOf('1', '2', '3.5')).toBe('number');
  expect(await typeOf('1', '2', '', 'x')).toBe('text');
  expect(await typeOf('true', 'False', '')).toBe('boolean');
  expect(await typeOf('a', 'b', 'a', 'b')).toBe('category');
  expect(await typeOf('', '')).toBe('text');
});

test('dates are moments, codes with zeros and numbers that a double would change are not numbers', async () => {
  expect(await typeOf('2026-01-01', '2026-01-02T10:00:00Z', '')).toBe('time');
  expect(await typeOf('2026-01-01', 'soon')).toBe('text');
  expect(await typeOf('007', '008')).toBe('text');
  expect(await typeOf('9007199254740993', '1')).toBe('text');
});

test('cells become values of their type, or say why not', () => {
  expect(readCell('number', '')).toEqual({ value: null });
  expect(readCell('number', 'NaN')).toEqual({ value: null });
  expect(readCell('number', 'inf')).toHaveProperty('reason');
  expect(readCell('integer', '1.5')).toHaveProperty('reason');
  expect(readCell('boolean', '1')).toEqual({ value: true });
  expect(readCell('boolean', '2')).toHaveProperty('reason');
  expect(readCell('time', '2026-01-01')).toEqual({ value: Date.UTC(2026, 0, 1) });
  expect(readCell('time', '1.1.2026')).toHaveProperty('reason');
  expect(readCell('category', '007')).toEqual({ value: '007' });
});
