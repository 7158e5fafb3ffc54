import { expect, test } from 'vitest';
import { readEventFilter, toAuditFilter, writeEventFilter } from './event-filter';

test('reads a filter from the address, and gives the API whole days', () => {
  const filter = readEventFilter({ who: ' Ada ', object: ['a', 'b'], from: '2026-11-01', to: '2026-11-29' });
  expect(filter).toEqual({ who: 'Ada', action: '', object: '', from: '2026-11-01', to: '2026-11-29' });
  expect(toAuditFilter(filter)).toEqual({
    who: 'Ada',
    from: '2026-11-01T00:00:00Z',
    to: '2026-11-30T00:00:00.000Z',
  });
  expect(writeEventFilter(filter)).toEqual([
    ['who', 'Ada'],
    ['from', '2026-11-01'],
    ['to', '2026-11-29'],
  ]);
});

test('leaves out what is no day', () => {
  expect(toAuditFilter(readEventFilter({ from: 'yesterday', to: '2026-13-45' }))).toEqual({});
});
