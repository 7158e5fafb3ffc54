import { expect, test } from 'vitest';
import type { PredictionRow } from '@/lib/domain/predictions/schema';
import { joinTail, TAIL_ROWS } from './join-tail';

const row = (rowId: string, verdict: PredictionRow['feedback'] = null): PredictionRow => ({
  rowId,
  at: '2026-11-29T11:00:00.000Z',
  version: 1,
  route: 'champion',
  origin: 'api',
  protocol: 'v2',
  outcome: 'a',
  latencyMs: 1,
  rows: 1,
  caller: null,
  context: null,
  feedback: verdict,
  label: null,
});

test('new calls come first, rows of a call in their order, and each row once as it was read last', () => {
  const shown = [row('b.0'), row('b.1'), row('a.0')];
  const joined = joinTail(shown, [row('c.10'), row('c.2'), row('b.0', 'wrong')]);
  expect(joined.map(({ rowId }) => rowId)).toEqual(['c.2', 'c.10', 'b.0', 'b.1', 'a.0']);
  expect(joined[2]?.feedback).toBe('wrong');
});

test('no more than two hundred rows are kept, the newest', () => {
  const many = Array.from({ length: 300 }, (_, i) => row(`${String(i).padStart(3, '0')}.0`));
  const joined = joinTail(many.slice(0, 200), many.slice(200));
  expect([joined.length, joined[0]?.rowId]).toEqual([TAIL_ROWS, '299.0']);
});
