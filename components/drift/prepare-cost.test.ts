import { expect, test } from 'vitest';
import type { DriftFeature } from '@/lib/domain/drift/schema';
import type { DriftCosts } from '@/lib/domain/performance/schema';
import { COST_CSV_COLUMNS, costCsvCells, costOf, orderByCost, withoutCost, worstFirst } from './prepare-cost';

const feature = (name: string, jensenShannon: number | null = 0): DriftFeature => ({
  name,
  title: '',
  unit: '',
  psi: null,
  jensenShannon,
  state: 'some',
  reference: { rows: 1, nulls: 0 },
  current: { rows: 1, nulls: 0, compared: 1 },
  shape: { kind: 'category', categories: [], reference: [], current: [], referenceOther: 0, currentOther: 0 },
  text: null,
});
const costs = (measure: 'accuracy' | 'mae', changes: Record<string, number>): DriftCosts => ({
  version: 1,
  from: '2026-01-01T00:00:00.000Z',
  to: '2026-01-08T00:00:00.000Z',
  state: 'known',
  measure,
  unit: '',
  labelled: { days: 9, from: '2025-12-01', to: '2025-12-09', takesWindow: false },
  wantedDays: 7,
  wantedRows: 30,
  columns: Object.fromEntries(
    Object.entries(changes).map(([name, change]) => [
      name,
      { change, low: change - 1, high: change + 1, n: 100, effectiveRows: 90, days: 9, onMean: 0.25 },
    ]),
  ),
  without: { thin: 'thin' },
});
const names = (features: readonly DriftFeature[]) => features.map(({ name }) => name).join(' ');

test('the worst change comes first, which is a fall of accuracy and a growth of error, and unknown ones last', () => {
  const features = [feature('up'), feature('thin', 0.9), feature('same', 0.1), feature('down'), feature('b', 0.1)];
  const known = costs('accuracy', { up: 0.1, same: 0, b: 0, down: -0.2 });
  expect(names(orderByCost(features, known, worstFirst(known)))).toBe('down b same up thin');
  expect(names(orderByCost(features, known, 'descending'))).toBe('up b same down thin');
  const errors = costs('mae', { up: 0.1, same: 0, b: 0, down: -0.2 });
  expect(names(orderByCost(features, errors, worstFirst(errors)))).toBe('up b same down thin');
});

test('a column without a cost has a reason, and empty cells in the file', () => {
  const known = costs('mae', { a: 2 });
  expect(costOf(known, { name: 'toString' })).toBeNull();
  expect([withoutCost(known, { name: 'thin' }), withoutCost(known, { name: 'toString' })]).toEqual([
    'thin',
    'uncounted',
  ]);
  expect(costCsvCells(known, { name: 'a' })).toEqual(['mae', 2, 1, 3, 100, 90, 9, 0.25]);
  expect(costCsvCells(known, { name: 'thin' })).toEqual(COST_CSV_COLUMNS.map(() => null));
  expect(costCsvCells(null, { name: 'a' })).toEqual(COST_CSV_COLUMNS.map(() => null));
});
