import { expect, test } from 'vitest';
import { findReason, isAllowed, planRuns, type TrainingEvent } from './plan-runs';
import { Triggers } from './schema';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(`${text}Z`);
const RULE = '01999999-0000-7000-8000-000000000001';
const OTHER = '01999999-0000-7000-8000-000000000002';
const given = (content: object) => Triggers.parse(content);
const times = (runs: { atMs: number }[]) => runs.map(({ atMs }) => new Date(atMs).toISOString().slice(0, 16));

test('only what happened since the last run counts, and only of rules that are named', () => {
  const events: TrainingEvent[] = [
    { atMs: 10, kind: 'incident', ruleId: OTHER, rule: 'errors' },
    { atMs: 20, kind: 'incident', ruleId: RULE, rule: 'drift' },
    { atMs: 30, kind: 'corrections', count: 6 },
    { atMs: 40, kind: 'corrections', count: 6 },
    { atMs: 50, kind: 'labelled-rows', count: 1000 },
  ];
  const reason = (content: object, sinceMs = 0, nowMs = 100) => findReason(given(content), events, { sinceMs, nowMs });
  expect(reason({ rules: [RULE] })).toEqual({ kind: 'incident', count: 1, rule: 'drift' });
  expect(reason({ rules: [RULE] }, 20)).toBeNull();
  expect(reason({ corrections: 12 })).toEqual({ kind: 'corrections', count: 12, rule: null });
  expect(reason({ corrections: 12 }, 30)).toBeNull();
  expect(reason({ corrections: 12 }, 0, 39)).toBeNull();
  expect(reason({ labelledRows: 1001 })).toBeNull();
  expect(reason({ labelledRows: 1000, dataset: true })?.kind).toBe('labelled-rows');
});

test('rest, budget and quiet hours hold a run back', () => {
  const now = at('2026-11-25T12:00');
  const none = { starts: [], triggered: [] };
  const allowed = (content: object, past = none, nowMs = now) => isAllowed(given(content), past, nowMs);
  const started = (hoursAgo: number[]) => {
    const starts = hoursAgo.map((hours) => now - hours * HOUR);
    return { starts, triggered: starts };
  };
  expect(allowed({})).toBe(true);
  expect([allowed({}, started([23]) as never), allowed({}, started([24]) as never)]).toEqual([false, true]);
  expect(allowed({ restHours: 1, perWeek: 2 }, started([30, 160]) as never)).toBe(false);
  expect(allowed({ restHours: 1, perWeek: 2 }, started([30, 168]) as never)).toBe(true);
  const night = { quiet: { fromHour: 22, toHour: 6 } };
  expect(allowed(night)).toBe(true);
  expect(['2026-11-25T22:00', '2026-11-25T05:59'].map((time) => allowed(night, none, at(time)))).toEqual([
    false,
    false,
  ]);
  expect(allowed({ quiet: { fromHour: 12, toHour: 13 } })).toBe(false);
});

test('what was held back is started when it may be, once', () => {
  const incident = (time: string): TrainingEvent => ({ atMs: at(time), kind: 'incident', ruleId: RULE, rule: 'drift' });
  const events = [incident('2026-11-01T23:30'), incident('2026-11-02T08:10'), incident('2026-11-20T08:10')];
  const range = { fromMs: at('2026-11-01T00:00'), toMs: at('2026-11-30T00:00') };
  const triggers = given({ rules: [RULE], restHours: 48, quiet: { fromHour: 22, toHour: 6 } });
  expect(times(planRuns(triggers, events, range))).toEqual([
    '2026-11-02T06:00',
    '2026-11-04T06:00',
    '2026-11-20T09:00',
  ]);
  const weekly = given({ schedule: { every: 'week', weekday: 7, hour: 3 } });
  expect(times(planRuns(weekly, [], range))).toEqual([
    '2026-11-01T03:00',
    '2026-11-08T03:00',
    '2026-11-15T03:00',
    '2026-11-22T03:00',
    '2026-11-29T03:00',
  ]);
});
