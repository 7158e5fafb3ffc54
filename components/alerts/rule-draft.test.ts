import { expect, test } from 'vitest';
import { MEASURE_NAMES, NewAlertRule } from '@/lib/domain/alerts/schema';
import { contentOf, faultsOf, newDraft, type RuleDraft, withBasis, withMeasure } from './rule-draft';

const now = new Date('2026-11-24T12:00:00Z');
const draft = (more: Partial<RuleDraft> = {}): RuleDraft => ({ ...newDraft('iris'), name: 'x', ...more });
const isTaken = (given: RuleDraft) =>
  NewAlertRule.safeParse({ model: given.model, ...contentOf(given, null, now) }).success;

test('turns percent into shares and back without a remainder', () => {
  expect(contentOf(draft({ alert: 7, warn: 0.3 }), null, now).limits).toEqual({
    basis: 'fixed',
    warn: 0.003,
    alert: 0.07,
  });
  expect(contentOf(draft({ measure: 'latency-p95', alert: 200 }), null, now).limits).toMatchObject({ alert: 200 });
});

test('keeps of another measure what fits', () => {
  expect(withMeasure(draft({ version: '2' }), 'null-share')).toMatchObject({ version: '2', alert: 5 });
  expect(withMeasure(draft({ version: '2' }), 'latency-p50')).toMatchObject({ version: '2', alert: null });
  expect(withMeasure(draft({ version: 'all' }), 'psi-largest').version).toBe('champion');
  expect(withMeasure(draft(), 'log-lag').version).toBe('all');
  expect(withMeasure(withMeasure(draft(), 'log-lag'), 'rows').version).toBe('champion');
});

test('finds the faults that the server would refuse', () => {
  expect(faultsOf(draft())).toEqual({});
  for (const [more, faults] of [
    [{ name: ' ' }, { name: 'name' }],
    [{ alert: null }, { alert: 'alert' }],
    [{ alert: 101 }, { alert: 'share' }],
    [{ warn: 5 }, { warn: 'warnAbove' }],
    [{ comparison: 'below', warn: 4 }, { warn: 'warnBelow' }],
    [{ measure: 'psi-column', alert: 0.2 }, { column: 'column' }],
    [{ openAfter: 2 }, { hysteresis: 'hysteresis' }],
    [{ leastN: 1.5 }, { least: 'least' }],
    [{ windowMinutes: 4320 }, { cadence: 'cadence' }],
    [{ hasWebhook: true, url: 'x' }, { url: 'url' }],
    [{ basis: 'learnt', comparison: 'outside', alert: 4, days: 6 }, { days: 'days' }],
    [{ basis: 'learnt', comparison: 'outside', alert: 4, warn: 5 }, { warn: 'warnLearnt' }],
  ] as const) {
    const given = draft(more);
    expect(faultsOf(given)).toEqual(faults);
    expect([more, isTaken(given)]).toEqual([more, 'alert' in more && more.alert === null]);
  }
});

test('makes a rule of every measure that the server takes', () => {
  for (const measure of MEASURE_NAMES) {
    const given = {
      ...withMeasure(draft(), measure),
      column: measure.includes('column') || measure === 'null-share' ? 'a' : '',
    };
    expect([measure, isTaken({ ...given, alert: 1 })]).toEqual([measure, true]);
    expect([measure, isTaken(withBasis(given, 'learnt'))]).toEqual([measure, true]);
  }
});
