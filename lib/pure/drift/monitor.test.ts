import { expect, test } from 'vitest';
import { mulberry32 } from '../stats/mulberry32';
import { normalQuantile } from '../stats/normal-quantile';
import { buildReferenceProfile } from '../stats/reference-profile';
import { compareRows } from './compare-rows';
import { levelOf, monitorBlocks } from './monitor';
import { scoreBlock, watchedComponents } from './watch';

const random = mulberry32(11);
const normal = () => normalQuantile(random() || 1e-9);
const draw = (rows: number, shift = 0) => Array.from({ length: rows }, () => normal() + shift);
const profile = buildReferenceProfile({ kind: 'number', values: draw(3000) });
const components = watchedComponents(new Map([['x', profile]]));
const counted = (values: readonly number[], nulls = 0) => {
  const counts = new Array<number>(profile.counts.length).fill(0);
  const edges = profile.kind === 'number' ? profile.edges : [];
  for (const value of values) {
    const bin = edges.filter((edge) => edge <= value).length;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { counts, unseen: 0, nulls };
};
/** A day whose rows share an effect, so that they are far from independent. */
const day = (shift = 0, nulls = 0) =>
  scoreBlock(components, new Map([['x', counted(draw(200, 0.3 * normal() + shift), nulls)]]));
const reference = Array.from({ length: 28 }, () => day());

test('a shift that lasts is found, and the alarm ends a week after it', () => {
  const live = [
    ...Array.from({ length: 10 }, () => day()),
    ...Array.from({ length: 10 }, () => day(1.5)),
    ...Array.from({ length: 14 }, () => day()),
  ];
  const seen = monitorBlocks(components, { reference, live }, 1);
  const alarms = seen.flatMap(({ isAlarm }, at) => (isAlarm ? [at] : []));
  expect(alarms.filter((at) => at < 10)).toEqual([]);
  expect(alarms[0]).toBeLessThan(14);
  expect(alarms.at(-1)).toBeLessThan(27);
  expect(seen.filter(({ isNew }) => isNew)).toHaveLength(1);
});

test('nulls in a column that had none raise an alarm on their first day', () => {
  const [verdict] = monitorBlocks(components, { reference, live: [day(0, 150)] }, 1);
  expect(verdict).toMatchObject({ isAlarm: true, isNew: true });
  expect(verdict?.test?.moved[0]?.component.kind).toBe('nulls');
});

test('a budget of one false alarm a month is 1/90 for each of the three windows', () => {
  expect(levelOf(1)).toBeCloseTo(1 / 90, 12);
});

test('fewer than seven days to learn from raise nothing', () => {
  const verdicts = monitorBlocks(components, { reference: reference.slice(0, 6), live: [day(0, 200)] }, 10);
  expect(verdicts).toEqual([{ test: null, isAlarm: false, isNew: false }]);
});

test('rows of a reference without days: one p for all columns, the exact one for counts', () => {
  const before = counted(draw(1000));
  const test = (window: ReturnType<typeof counted>) =>
    compareRows(components, { reference: new Map([['x', before]]), window: new Map([['x', window]]) });
  expect(test(counted(draw(500))).p).toBeGreaterThan(0.05);
  expect(test(counted(draw(500, 0.4))).columns[0]).toMatchObject({ component: { kind: 'level' } });
  expect(test(counted(draw(500, 0.4))).p).toBeLessThan(1e-4);
  // All six nulls in the window of 1,006 rows, or all in the reference of 1,000: both tables are as unlikely or less; nulls have 5 %.
  const chance = (rows: number) => Array.from({ length: 6 }, (_, i) => (rows - i) / (2006 - i)).reduce((a, b) => a * b);
  expect(test({ ...before, nulls: 6 }).p).toBeCloseTo((chance(1006) + chance(1000)) / 0.05, 9);
});

test('what is measured of all columns together is one more column each, and is told alone', () => {
  const watched = watchedComponents(new Map([['x', profile]]), ['reconstruction', 'classifier']);
  // A level has 0.7 of its column's share, and the column a third of all; the classifier has its third whole.
  const unitOf = (kind: string) => watched.find((component) => component.kind === kind)?.unit;
  expect(unitOf('level')).toBeCloseTo(normalQuantile(1 - (0.05 * 0.7) / 3 / 2), 12);
  expect(unitOf('classifier')).toBeCloseTo(normalQuantile(1 - 0.05 / 3 / 2), 12);
  const dayWith = (auc: number | null) =>
    scoreBlock(watched, new Map([['x', counted(draw(200, 0.3 * normal()))]]), {
      reconstruction: { rows: 200, value: 0.1 * normal() },
      ...(auc === null ? {} : { classifier: { rows: 200, value: auc } }),
    });
  const learnt = Array.from({ length: 28 }, () => dayWith(0.5 + 0.02 * normal()));
  const [quiet, unmeasured, told] = monitorBlocks(
    watched,
    { reference: learnt, live: [dayWith(0.51), dayWith(null), dayWith(0.9)] },
    1,
  );
  expect([quiet?.isAlarm, unmeasured?.isAlarm, told?.isAlarm]).toEqual([false, false, true]);
  expect(told?.test?.moved[0]?.component.kind).toBe('classifier');
  // An alarm of a column on a day that was not measured together says nothing of what was not measured.
  const shifted = scoreBlock(watched, new Map([['x', counted(draw(200, 5))]]));
  const [alarm] = monitorBlocks(watched, { reference: learnt, live: [shifted] }, 1);
  expect(alarm?.isAlarm).toBe(true);
  expect(alarm?.test?.moved.map(({ component }) => component.column)).toEqual(['x']);
});
