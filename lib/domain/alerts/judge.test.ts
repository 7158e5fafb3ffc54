import { expect, test } from 'vitest';
import { judge } from './judge';
import { Definition, findFaults } from './schema';

const rule = (more: Partial<Definition> = {}): Definition =>
  Definition.parse({
    version: 'champion',
    measure: 'error-share',
    column: null,
    comparison: 'above',
    limits: { basis: 'fixed', warn: 0.02, alert: 0.05 },
    windowMinutes: 5,
    cadenceMinutes: 1,
    noData: 'nothing',
    leastN: 20,
    hysteresis: {},
    ...more,
  });
const read = (value: number | null, n: number, more: Partial<Parameters<typeof judge>[1]> = {}) => ({
  value,
  n,
  isLogBehind: false,
  learnt: null,
  ...more,
});
const verdictOf = (...given: Parameters<typeof judge>) => {
  const { verdict, because } = judge(...given);
  return [verdict, because];
};

test('holds a value against fixed limits; on a limit it is within', () => {
  for (const [value, verdict] of [
    [0, 'ok'],
    [0.02, 'ok'],
    [0.021, 'warn'],
    [0.05, 'warn'],
    [0.051, 'alert'],
  ] as const)
    expect(verdictOf(rule(), read(value, 20))).toEqual([verdict, 'value']);
  const below = rule({
    comparison: 'below',
    limits: { basis: 'fixed', warn: 2, alert: 1 },
    measure: 'calls-per-minute',
  });
  for (const [value, verdict] of [
    [3, 'ok'],
    [2, 'ok'],
    [1.5, 'warn'],
    [1, 'warn'],
    [0, 'alert'],
  ] as const)
    expect(verdictOf(below, read(value, 0))).toEqual([verdict, 'value']);
});

test('says nothing of few calls, and of none what the rule says', () => {
  expect(verdictOf(rule(), read(1, 19))).toEqual([null, 'few']);
  expect(verdictOf(rule(), read(null, 0))).toEqual([null, 'no-data']);
  expect(verdictOf(rule({ noData: 'warn' }), read(null, 0))).toEqual(['warn', 'no-data']);
  expect(verdictOf(rule({ noData: 'alert' }), read(null, 0))).toEqual(['alert', 'no-data']);
});

test('judges a count at zero calls, whatever the least n', () => {
  const silent = rule({ measure: 'rows', comparison: 'below', limits: { basis: 'fixed', warn: null, alert: 1 } });
  expect(verdictOf(silent, read(0, 0))).toEqual(['alert', 'value']);
});

test('says nothing while the log is behind, but of the lag itself', () => {
  expect(verdictOf(rule({ noData: 'alert' }), read(null, 0, { isLogBehind: true }))).toEqual([null, 'log-behind']);
  const lag = rule({ measure: 'log-lag', version: 'all', limits: { basis: 'fixed', warn: null, alert: 30 } });
  expect(verdictOf(lag, read(90, 0, { isLogBehind: true }))).toEqual(['alert', 'value']);
});

test('holds a value against a learnt band', () => {
  const learnt = { mean: 10, deviation: 2, days: 9 };
  const limits = { basis: 'learnt', warn: 2, alert: 4, days: 14 } as const;
  const outside = rule({ comparison: 'outside', limits });
  expect(judge(outside, read(10, 20, { learnt }))).toEqual({
    verdict: 'ok',
    because: 'value',
    alert: { low: 2, high: 18 },
    warn: { low: 6, high: 14 },
  });
  for (const [value, verdict] of [
    [1.9, 'alert'],
    [2, 'warn'],
    [14.1, 'warn'],
    [18, 'warn'],
    [18.1, 'alert'],
  ] as const)
    expect(verdictOf(outside, read(value, 20, { learnt }))).toEqual([verdict, 'value']);
  expect(verdictOf(rule({ limits }), read(0, 20, { learnt }))).toEqual(['ok', 'value']);
  expect(verdictOf(outside, read(99, 20, { learnt: { mean: null, deviation: null, days: 6 } }))).toEqual([
    null,
    'learning',
  ]);
});

test('names the field of a fault that several fields make together', () => {
  const faultsOf = (more: Partial<Definition>) => findFaults(rule(more)).map(({ field }) => field);
  expect(faultsOf({})).toEqual([]);
  expect(faultsOf({ limits: { basis: 'fixed', warn: 0.05, alert: 0.05 } })).toEqual(['limits.warn']);
  expect(faultsOf({ limits: { basis: 'fixed', warn: null, alert: 5 } })).toEqual(['limits.alert']);
  expect(faultsOf({ comparison: 'outside' })).toEqual(['comparison']);
  expect(faultsOf({ measure: 'null-share' })).toEqual(['column']);
  expect(faultsOf({ column: 'x' })).toEqual(['column']);
  expect(faultsOf({ measure: 'psi-largest', version: 'all' })).toEqual(['version']);
  expect(faultsOf({ measure: 'feedback-wrong' })).toEqual(['version']);
  expect(faultsOf({ windowMinutes: 1441 })).toEqual(['cadenceMinutes']);
  expect(faultsOf({ hysteresis: { openAfter: 3, openOf: 2, closeAfter: 1 } })).toEqual(['hysteresis.openAfter']);
  const limits = { basis: 'learnt', warn: null, alert: 4, days: 14 } as const;
  expect(faultsOf({ limits, windowMinutes: 2000, cadenceMinutes: 5 })).toEqual(['windowMinutes']);
});
