import { expect, test } from 'vitest';
import type { Reading } from '@/lib/pure/protocols/signature';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import type { Way } from '@/lib/pure/stats/widest-interval';
import { countEntities, describeBlocks, groupsOf, waysOf } from './blocks-of-days';
import { countGroup, emptyDayGroups } from './count-group';
import { countRow, type RowTruth } from './count-row';
import { countSlice } from './count-slice';
import { describeClasses } from './describe-classes';
import { describeNumbers } from './describe-numbers';
import { describeColumns, describeWeakest } from './describe-slices';
import { GROUPS, hashEntity } from './groups';
import { type DayGroupsJson, dayGroupsToJson } from './groups-json';
import { emptyMeasures, type Measures, mergeMeasures } from './measures';
import type { SliceColumn } from './schema';
import { emptyDaySlices, sliceAt } from './slice-sums';
import { sliceWaysOf } from './slice-ways';
import type { PerformanceDay } from './store';
import { nameOfDay } from './store-blocks';
import type { SliceDay } from './store-slices';

const DAY = 86_400_000;
const twoClasses: Reading = { task: 'classification', label: 'label', probabilities: 'p', classes: ['no', 'yes'] };
const aNumber: Reading = { task: 'regression', value: 'y', unit: 'min' };
const COLUMN: SliceColumn = {
  id: '0190a000-0000-7000-8000-000000000001',
  from: 'input',
  name: 'size',
  isFairness: true,
  cut: { kind: 'bands', edges: [10] },
  cutBy: 'reference',
};

interface Row {
  day: number;
  entity: string | null;
  label: string;
  outcome: string;
  scores: number[] | null;
  key: '0' | '1';
}

/** Rows counted by day and by entity, after a way through the database. */
function counted(reading: Reading, rows: readonly Row[], days: number) {
  const found = new Map<string, DayGroupsJson>();
  const list = Array.from({ length: days }, (_, day): PerformanceDay & SliceDay => {
    const key = { modelId: 'm', versionNumber: 1, route: 'champion', source: 'complete' as const };
    const at = { ...key, dayMs: 0, ownDayMs: day * DAY, measures: emptyMeasures(), slices: emptyDaySlices([COLUMN]) };
    const groups = emptyDayGroups('salt', reading);
    for (const row of rows.filter((one) => one.day === day)) {
      const truth: RowTruth = { label: row.label, weight: 1, delayMs: 0, isFirst: true };
      if (!countRow(at.measures, reading, truth, row)) continue;
      const group = countGroup(groups, reading, truth, row, {
        entity: row.entity,
        ownDayMs: at.ownDayMs,
        hasSlices: true,
      });
      countSlice(at.slices.total, reading, truth, row);
      for (const slices of [at.slices, group.slices])
        if (slices) countSlice(sliceAt(slices, COLUMN.id, row.key), reading, truth, row);
    }
    found.set(nameOfDay(at), JSON.parse(JSON.stringify(dayGroupsToJson(groups))));
    return at;
  });
  return { list, found };
}

/** 150 people with a day each week, half of whom are answered wrongly for most of their rows. */
function people(days: number): Row[] {
  const random = mulberry32(3);
  return Array.from({ length: days }, (_, day) =>
    Array.from({ length: 40 }, (_, i): Row => {
      const person = Math.floor(random() * 150);
      const isYes = random() < 0.5;
      const isRight = random() < (person % 2 === 0 ? 0.95 : 0.3);
      const score = isRight === isYes ? 0.5 + random() / 2 : random() / 2;
      return {
        day,
        entity: i === 0 ? null : `person ${person}`,
        label: isYes ? 'yes' : 'no',
        outcome: score > 0.5 ? 'yes' : 'no',
        scores: [1 - score, score],
        key: person % 2 === 0 ? '0' : '1',
      };
    }),
  ).flat();
}

test('groups of entities hold the rows of the days, and tell how many entities there are', () => {
  const rows = people(20);
  const { list, found } = counted(twoClasses, rows, 20);
  const groups = [...groupsOf(list, found).values()];
  const total = emptyMeasures();
  for (const { measures } of list) mergeMeasures(total, measures);
  expect(groups.length).toBeLessThanOrEqual(GROUPS);
  expect(groups.reduce((sum, { n }) => sum + n, 0)).toBe(rows.length);
  const distinct = new Set(rows.flatMap(({ entity }) => (entity === null ? [] : [entity]))).size;
  const entities = countEntities(list, found, ({ measures }) => measures.n);
  // One row a day is of nobody: a block per day.
  expect(entities).toEqual({ blocks: distinct + 20, isExact: true, rowsWithout: 20 });
  expect(
    describeBlocks({
      days: 20,
      entity: { from: 'context', name: 'entity', title: '' },
      counted: entities,
      groups: groups.length,
      isPending: false,
    }),
  ).toMatchObject({ entity: { blocks: distinct + 20 }, effective: { n: 20, by: 'day' } });

  const { classes } = total;
  if (!classes) throw new Error('no classes were counted');
  const say = (ways: readonly Way<Measures>[]) => describeClasses({ classes, ways, known: ['no', 'yes'], names: {} });
  const days = list.map(({ measures }) => measures);
  const [byDay, byBoth] = [say(waysOf(null, days)), say(waysOf(groups, days))];
  const width = ({ low, high }: { low: number | null; high: number | null }) => (high ?? 0) - (low ?? 0);
  for (const metric of ['accuracy', 'logLoss', 'rocAuc', 'calibrationError'] as const) {
    expect(byBoth.measures[metric].value).toBe(byDay.measures[metric].value);
    expect(width(byBoth.measures[metric])).toBeGreaterThanOrEqual(width(byDay.measures[metric]));
  }
  expect(byBoth.measures.accuracy.by).toBe('entity');
  expect(byDay.measures.accuracy.by).toBe('day');
  expect(width(byBoth.measures.accuracy)).toBeGreaterThan(1.5 * width(byDay.measures.accuracy));
  const { low, high, value } = byBoth.measures.rocAuc;
  expect(byBoth.measures.rocAuc.by).toBe('entity');
  expect([(low ?? 1) < (value ?? 0), (high ?? 0) > (value ?? 1)]).toEqual([true, true]);
});

test('days that were not counted by entity are a block each', () => {
  const rows = people(8);
  const { list, found } = counted(twoClasses, rows, 8);
  for (const day of list.slice(0, 3)) found.delete(nameOfDay(day));
  const groups = [...groupsOf(list, found).values()];
  expect(groups.reduce((sum, { n }) => sum + n, 0)).toBe(rows.length);
  const later = rows.filter(({ day }) => day >= 3);
  const distinct = new Set(later.flatMap(({ entity }) => (entity === null ? [] : [entity]))).size;
  expect(countEntities(list, found, ({ measures }) => measures.n)).toEqual({
    blocks: distinct + 8,
    isExact: true,
    rowsWithout: 3 * 40 + 5,
  });
  const { whole, halves } = sliceWaysOf(list, found);
  const sum = (ways: typeof whole) => ways[0]?.blocks.reduce((all, { total }) => all + total.n, 0);
  expect(sum(whole)).toBe(rows.length);
  expect((sum(halves.found) ?? 0) + (sum(halves.reported) ?? 0)).toBe(rows.length);
});

test('slices are drawn by entity too, and found on one half of the entities and told by the other', () => {
  const { list, found } = counted(twoClasses, people(20), 20);
  const { whole, halves, groups } = sliceWaysOf(list, found);
  const [byDay] = describeColumns(sliceWaysOf(list, null).whole, [COLUMN], new Map());
  const [column] = describeColumns(whole, [COLUMN], new Map());
  expect(column?.n).toBe(byDay?.n);
  for (const [k, slice] of (column?.slices ?? []).entries()) {
    const other = byDay?.slices[k];
    expect([slice.n, slice.days]).toEqual([other?.n, other?.days]);
    expect(slice.mean.value).toBeCloseTo(other?.mean.value ?? Number.NaN, 12);
    expect(slice.classes.map(({ recall }) => recall.value)).toEqual(other?.classes.map(({ recall }) => recall.value));
    expect(slice.effectiveRows).toBe(other?.effectiveRows);
    expect(slice.groups).toBeGreaterThan(5);
    expect(other?.groups).toBeNull();
    for (const { recall, f1 } of slice.classes)
      for (const estimate of [recall, f1]) {
        expect(estimate.low).toBeLessThan(estimate.value ?? 0);
        expect(estimate.high).toBeGreaterThan(estimate.value ?? 1);
      }
  }
  const { slices, halves: sizes } = describeWeakest(halves, [COLUMN], 'accuracy');
  expect(slices).toMatchObject([{ name: { low: 10 }, verdict: 'held' }]);
  expect(sizes.found.n + sizes.reported.n).toBe(800);
  expect((sizes.found.groups ?? 0) + (sizes.reported.groups ?? 0)).toBe(groups);
  expect([sizes.found.days, sizes.reported.days]).toEqual([20, 20]);
});

test('errors of a regression are drawn by entity', () => {
  const random = mulberry32(9);
  const rows = Array.from({ length: 600 }, (_, i): Row => {
    const person = i % 30;
    const error = (person % 3) * 4 + random();
    return { day: i % 20, entity: `p${person}`, label: '10', outcome: String(10 + error), scores: null, key: '0' };
  });
  const { list, found } = counted(aNumber, rows, 20);
  const total = emptyMeasures();
  for (const { measures } of list) mergeMeasures(total, measures);
  if (!total.numbers) throw new Error('no numbers were counted');
  const groups = [...groupsOf(list, found).values()];
  const { measures } = describeNumbers({
    numbers: total.numbers,
    ways: waysOf(
      groups,
      list.map((day) => day.measures),
    ),
    unit: '',
  });
  expect(measures.mae).toMatchObject({ by: 'entity' });
  expect((measures.mae.high ?? 0) - (measures.mae.low ?? 0)).toBeGreaterThan(1);
  // Fewer entities than five have no interval, whatever the days say.
  const few = counted(
    aNumber,
    rows.map((row) => ({ ...row, entity: 'one' })),
    20,
  );
  const { measures: none } = describeNumbers({
    numbers: total.numbers,
    ways: waysOf(
      [...groupsOf(few.list, few.found).values()],
      list.map((day) => day.measures),
    ),
    unit: '',
  });
  expect(none.mae).toMatchObject({ low: null, high: null, by: null });
});

test('an entity has one group for ever, and another salt other hashes', () => {
  expect(hashEntity('a', 'N14228')).toEqual(hashEntity('a', 'N14228'));
  expect(hashEntity('a', 'N14228').hash).not.toBe(hashEntity('b', 'N14228').hash);
  const groups = new Set(Array.from({ length: 2000 }, (_, i) => hashEntity('a', `e${i}`).group));
  expect(groups.size).toBe(GROUPS);
});
