import { expect, test } from 'vitest';
import { ChangeCounter, type ReplayedRow } from './count-changes';

const DAY_MS = 86_400_000;
const row = (i: number, before: string, after: string, truth: string | null = null): ReplayedRow => ({
  rowId: `call-${i}.0`,
  atMs: i * DAY_MS,
  version: 1,
  before,
  after,
  truth: truth === null ? null : { value: truth, weight: 1 },
  label: truth,
});

test('classes: which became which, by day, and how often each side was right', () => {
  const counter = new ChangeCounter({ isNumber: false });
  for (const given of [
    row(0, 'late', 'late', 'late'),
    row(0, 'late', 'on time', 'on time'),
    row(1, 'on time', 'late', 'on time'),
    row(1, 'late', 'on time', 'on time'),
    row(1, 'late', 'on time'),
  ])
    counter.add(given);
  const result = counter.result('');
  expect(result).toMatchObject({ same: 1, different: 4, differences: null });
  expect(result.changes).toEqual([
    { before: 'late', after: 'on time', rows: 3 },
    { before: 'on time', after: 'late', rows: 1 },
  ]);
  expect(result.days).toEqual([
    { day: '1970-01-01', rows: 2, different: 1 },
    { day: '1970-01-02', rows: 3, different: 3 },
  ]);
  expect(result.listed.map(({ truth }) => truth)).toEqual([null, 'on time', 'on time', 'on time']);
  expect(counter.truth()).toEqual({ measure: 'accuracy', n: 4, before: 0.5, after: 0.75 });
});

test('numbers: rounding is no change; errors are weighted as their labels are', () => {
  const counter = new ChangeCounter({ isNumber: true });
  counter.add(row(0, '10', '10.000001'));
  counter.add({ ...row(0, '10', '12', '13'), truth: { value: '13', weight: 3 } });
  counter.add(row(0, '1', '2', '1'));
  const result = counter.result('min');
  expect(result).toMatchObject({ same: 1, different: 2, changes: [] });
  expect(result.differences?.p50).toBe(1);
  expect(result.differences?.unit).toBe('min');
  expect(counter.truth()).toEqual({ measure: 'mae', n: 2, before: 9 / 4, after: 4 / 4 });
  expect(new ChangeCounter({ isNumber: true }).truth()).toBeNull();
});

test('of many changed rows the newest 200 are listed', () => {
  const counter = new ChangeCounter({ isNumber: false });
  for (let i = 0; i < 1000; i++) counter.add(row(i, 'a', 'b'));
  const { listed, different } = counter.result('');
  expect(different).toBe(1000);
  expect([listed.length, listed[0]?.rowId, listed.at(-1)?.rowId]).toEqual([200, 'call-999.0', 'call-800.0']);
});
