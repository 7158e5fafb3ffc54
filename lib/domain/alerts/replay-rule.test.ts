import { expect, test } from 'vitest';
import { emptyRollup } from '../predictions';
import { MEASURE_NAMES, MEASURES } from './measures';
import { type KeptBucket, replayRule } from './replay-rule';
import { ROLLUP_MEASURES } from './rollup-measures';
import { Definition } from './schema';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const toMs = Date.UTC(2026, 10, 24, 12, 0, 0);
const span = { fromMs: toMs - 28 * DAY, toMs };

const rule = (more: object = {}) =>
  Definition.parse({
    version: 'champion',
    measure: 'error-share',
    column: null,
    comparison: 'above',
    limits: { basis: 'fixed', warn: 0.2, alert: 0.5 },
    windowMinutes: 60,
    cadenceMinutes: 60,
    noData: 'nothing',
    leastN: 0,
    hysteresis: {},
    ...more,
  });

const bucket = (atMs: number, sizeMs: number, calls: number, errors = 0): KeptBucket => ({
  atMs,
  sizeMs,
  rollup: { ...emptyRollup(), calls, rows: calls, errors: errors > 0 ? { 500: errors } : {} },
});
/** Ten calls in each of the last hours, with so many errors in some of them. */
const hours = (count: number, errorsOf: (hoursAgo: number) => number = () => 0) =>
  Array.from({ length: count }, (_, i) => bucket(toMs - (count - i) * HOUR, HOUR, 10, errorsOf(count - i)));
const replay = (definition: Definition, buckets: KeptBucket[]) =>
  replayRule(definition, ROLLUP_MEASURES[definition.measure as 'error-share'], buckets, span);

test('opens, escalates and closes as the rule would have', () => {
  // 100 hours ago 3 of 13 calls failed, 99 hours ago 20 of 30, and from then on none but one in the last hour.
  const errors = new Map([
    [100, 3],
    [99, 20],
    [1, 30],
  ]);
  const found = replay(
    rule(),
    hours(200, (ago) => errors.get(ago) ?? 0),
  );
  expect(found).toMatchObject({ evaluations: 200, withoutVerdict: 0, incidents: 2, alerts: 2, hourlyBefore: null });
  expect(found.first).toEqual([
    {
      level: 'alert',
      openedAt: new Date(toMs - 99 * HOUR).toISOString(),
      closedAt: new Date(toMs - 97 * HOUR).toISOString(),
      minutes: 120,
      value: 3 / 13,
    },
    { level: 'alert', openedAt: new Date(toMs).toISOString(), closedAt: null, minutes: 0, value: 0.75 },
  ]);
  expect(found.longest).toEqual(found.first[0]);
});

test('begins with the first call, so that a model that was not there yet raises nothing', () => {
  const silent = rule({ noData: 'alert' });
  expect(replay(silent, []).evaluations).toBe(0);
  expect(replay(silent, hours(50))).toMatchObject({
    from: new Date(toMs - 50 * HOUR).toISOString(),
    evaluations: 50,
    incidents: 0,
  });
  // Ten hours without any call in between are one incident of ten hours.
  const gap = hours(50).filter(({ atMs }) => atMs < toMs - 40 * HOUR || atMs >= toMs - 30 * HOUR);
  expect(replay(silent, gap)).toMatchObject({ incidents: 1, longest: { minutes: 600, value: null } });
});

test('a window shorter than an hour is the whole hour where only hours are kept, in proportion', () => {
  const often = rule({
    measure: 'rows',
    windowMinutes: 5,
    cadenceMinutes: 1,
    limits: { basis: 'fixed', alert: 2 },
  });
  // 60 rows an hour are 5 rows in five minutes, above 2; the minutes that follow are without calls.
  const busy = [bucket(toMs - 60 * HOUR, HOUR, 60), bucket(toMs - 40 * HOUR, HOUR, 12)];
  const found = replay(often, busy);
  expect(found).toMatchObject({ incidents: 1, longest: { value: 5, minutes: 60 } });
  expect(found.hourlyBefore).toBe(new Date(toMs - 26 * HOUR).toISOString());
  expect(found.evaluations).toBe(34 + 26 * 60);
});

test('where minutes are kept it looks at its cadence', () => {
  const often = rule({ windowMinutes: 5, cadenceMinutes: 1 });
  const minutes = Array.from({ length: 120 }, (_, i) =>
    bucket(toMs - (120 - i) * MINUTE, MINUTE, 10, i === 60 ? 1000 : 0),
  );
  const found = replay(often, minutes);
  expect(found).toMatchObject({ incidents: 1, hourlyBefore: null, longest: { minutes: 5 } });
  expect(found.longest?.openedAt).toBe(new Date(toMs - 59 * MINUTE).toISOString());
});

test('looks last at now, in the middle of a minute too', () => {
  const nowMs = toMs + 40_000;
  const found = replayRule(
    rule({ windowMinutes: 5, cadenceMinutes: 1 }),
    ROLLUP_MEASURES['error-share'],
    [bucket(toMs - 10 * MINUTE, HOUR, 0), bucket(toMs, MINUTE, 30, 90)],
    { ...span, toMs: nowMs },
  );
  expect(found).toMatchObject({ incidents: 1, first: [{ openedAt: new Date(nowMs).toISOString(), value: 0.75 }] });
});

test('waits for as many verdicts as the rule does, and counts what was too little', () => {
  const patient = rule({ hysteresis: { openAfter: 2, openOf: 2, closeAfter: 1 }, leastN: 11 });
  const found = replay(
    patient,
    hours(60, (ago) => (ago === 30 || ago === 20 || ago === 19 ? 40 : 0)),
  );
  expect(found.withoutVerdict).toBe(57);
  // Hours with fewer calls than asked for are no verdict, so that the two bad hours before them stand side by side.
  expect(found.first.map(({ openedAt }) => openedAt)).toEqual([new Date(toMs - 19 * HOUR).toISOString()]);
});

test('learns its band from the same hours of the days before', () => {
  const learnt = rule({
    measure: 'calls-per-minute',
    comparison: 'outside',
    limits: { basis: 'learnt', alert: 4, days: 7 },
  });
  const daily = hours(20 * 24).map((one, i) => bucket(one.atMs, HOUR, i % 24 === 3 ? 600 : 300 + (i % 7)));
  const odd = daily.map((one) => (one.atMs === toMs - 30 * HOUR ? bucket(one.atMs, HOUR, 5000) : one));
  expect(replay(learnt, daily)).toMatchObject({ evaluations: 480, withoutVerdict: 7 * 24, incidents: 0 });
  expect(replay(learnt, odd)).toMatchObject({
    incidents: 1,
    first: [{ openedAt: new Date(toMs - 29 * HOUR).toISOString(), value: 5000 / 60 }],
  });
});

test('what can be tried on the past is read from rollups without columns', () => {
  for (const name of MEASURE_NAMES.filter((measure) => MEASURES[measure].replays)) {
    expect(Object.keys(ROLLUP_MEASURES)).toContain(name);
    expect(ROLLUP_MEASURES[name as 'rows'].parts).not.toContain('features');
  }
});
