import { expect, test } from 'vitest';
import type { Reading } from '@/lib/pure/protocols/signature';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { waysOf } from './blocks-of-days';
import { countRow, type RowTruth } from './count-row';
import { countSlice } from './count-slice';
import { describeColumns, describeFairness, describeWeakest } from './describe-slices';
import { emptyMeasures } from './measures';
import type { SliceColumn } from './schema';
import {
  type DaySlices,
  daySlicesFromJson,
  daySlicesToJson,
  emptyDaySlices,
  mergeDaySlices,
  sliceAt,
} from './slice-sums';

const aNumber: Reading = { task: 'regression', value: 'y', unit: 'min' };
const twoClasses: Reading = { task: 'classification', label: 'label', probabilities: null, classes: ['no', 'yes'] };
const COLUMN: SliceColumn = {
  id: '0190a000-0000-7000-8000-000000000001',
  from: 'input',
  name: 'size',
  isFairness: true,
  cut: { kind: 'bands', edges: [10] },
  cutBy: 'reference',
};

function countInto(
  day: DaySlices,
  reading: Reading,
  row: { key: '0' | '1'; label: string; outcome: string; weight?: number },
) {
  const truth: RowTruth = { label: row.label, weight: row.weight ?? 1, delayMs: 0, isFirst: true };
  const said = { outcome: row.outcome, scores: null };
  if (!countRow(emptyMeasures(), reading, truth, said)) return;
  countSlice(day.total, reading, truth, said);
  countSlice(sliceAt(day, COLUMN.id, row.key), reading, truth, said);
}

const stored = (day: DaySlices) => daySlicesFromJson(JSON.parse(JSON.stringify(daySlicesToJson(day))));

test('errors of a regression by band, the larger ones found and told by other days', () => {
  const random = mulberry32(11);
  const days = waysOf(
    null,
    Array.from({ length: 30 }, (): DaySlices => {
      const day = emptyDaySlices();
      for (let row = 0; row < 20; row += 1) {
        const isLarge = row % 2 === 1;
        const error = (random() - 0.3) * (isLarge ? 8 : 2);
        countInto(day, aNumber, { key: isLarge ? '1' : '0', label: '5', outcome: String(5 + error) });
      }
      return stored(day);
    }),
  );
  const [column] = describeColumns(days, [COLUMN], new Map([['size', 'Size']]));
  expect(column).toMatchObject({
    title: 'Size',
    n: 600,
    slices: [
      { n: 300, days: 30 },
      { n: 300, days: 30 },
    ],
  });
  expect(column?.slices.map(({ name }) => name)).toEqual([
    { kind: 'band', low: null, high: 10 },
    { kind: 'band', low: 10, high: null },
  ]);
  const large = column?.slices[1];
  expect(large?.difference.value).toBeCloseTo((large?.mean.value ?? 0) - (column?.slices[0]?.mean.value ?? 0), 12);
  const part = (half: number) => waysOf(null, days[0]?.blocks.filter((_, i) => i % 2 === half) ?? []);
  const { slices, halves } = describeWeakest({ found: part(0), reported: part(1) }, [COLUMN], 'mae');
  expect(slices).toMatchObject([{ name: { low: 10 }, verdict: 'held' }]);
  expect(halves).toEqual({ found: { n: 300, days: 15, groups: null }, reported: { n: 300, days: 15, groups: null } });
  const [fairness] = describeFairness(days, [COLUMN], null);
  expect(fairness?.rates.map(({ rate }) => rate)).toEqual(['bias', 'mae']);
  expect(fairness?.rates[1]?.extremes).toMatchObject({ highest: 1, lowest: 0 });
});

test('a weighted row counts as the rows it stands for, and what cannot be held against its label not at all', () => {
  const day = emptyDaySlices();
  countInto(day, twoClasses, { key: '0', label: 'yes', outcome: 'yes', weight: 4 });
  countInto(day, twoClasses, { key: '0', label: 'no', outcome: 'yes' });
  countInto(day, twoClasses, { key: '0', label: 'maybe', outcome: 'yes' });
  countInto(day, twoClasses, { key: '1', label: 'no', outcome: '' });
  const twice = emptyDaySlices();
  mergeDaySlices(twice, stored(day));
  mergeDaySlices(twice, stored(day));
  expect(twice.total).toMatchObject({ n: 4, weight: 10, squaredWeight: 34, numbers: null });
  const [column] = describeColumns(waysOf(null, [twice]), [COLUMN], new Map());
  expect(column?.slices).toMatchObject([
    {
      n: 4,
      days: 1,
      mean: { value: 0.8, low: null },
      difference: { value: null },
      classes: [
        { label: 'yes', support: 8, recall: { value: 1, low: null }, f1: { value: 16 / 18 } },
        { label: 'no', support: 2, recall: { value: 0 }, f1: { value: 0 } },
      ],
    },
  ]);
  expect(column?.slices[0]?.effectiveRows).toBeCloseTo(100 / 34, 12);
  const [fairness] = describeFairness(waysOf(null, [twice]), [COLUMN], 'yes');
  expect(fairness?.rates).toMatchObject([
    { rate: 'selection', groups: [{ value: 1 }], extremes: null },
    { rate: 'truePositive', groups: [{ value: 1 }] },
    { rate: 'falsePositive', groups: [{ value: 1 }] },
  ]);
});
