import { emptyRollup, grainAt, mergeRollup, type Rollup } from '../predictions';
import { decideChange } from './decide-change';
import { asWindow } from './evaluate-rule';
import { judge } from './judge';
import { learnBand, sameHours } from './learnt-band';
import { MEASURES } from './measures';
import { coveredMinutes } from './read-measure';
import type { RollupMeasure } from './rollup-measures';
import {
  type Definition,
  type LearntBand,
  LISTED_TRIALS,
  type RuleTrial,
  type TriedIncident,
  type Verdict,
} from './schema';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const RECENT = 20;

/** What was counted in one minute, hour or day. */
export interface KeptBucket {
  atMs: number;
  sizeMs: number;
  rollup: Rollup;
}

interface Window {
  fromMs: number;
  toMs: number;
}

/**
 * What a rule would have done with what was counted, step by step at its cadence. Where traffic is kept by the hour it looks once an hour
 * at most, and a shorter window is the whole hour: what grows with the window is then taken in proportion.
 */
export function replayRule(
  rule: Definition,
  measure: RollupMeasure,
  found: readonly KeptBucket[],
  span: Window,
): RuleTrial {
  const buckets = found
    .filter(({ rollup }) => rollup.calls > 0 || Object.keys(rollup.errors).length > 0)
    .sort((a, b) => a.atMs - b.atMs);
  const firstMs = buckets.find(({ atMs, sizeMs }) => atMs + sizeMs > span.fromMs)?.atMs ?? span.toMs;
  const fromMs = Math.max(span.fromMs, firstMs);
  const read = ({ fromMs: start, toMs: end }: Window) => {
    const total = emptyRollup();
    for (let i = firstAfter(buckets, start); i < buckets.length; i += 1) {
      const bucket = buckets[i];
      if (!bucket || bucket.atMs >= end) break;
      if (bucket.atMs >= Math.floor(start / bucket.sizeMs) * bucket.sizeMs) mergeRollup(total, bucket.rollup);
    }
    const minutes = coveredMinutes({ fromMs: start, toMs: end }, span.toMs);
    return measure.read(total, { minutes, column: rule.column });
  };
  const bandOf = rememberBands(rule, read);
  const seen = { evaluations: 0, withoutVerdict: 0, wasCoarse: false };
  const incidents: TriedIncident[] = [];
  let recent: Verdict[] = [];
  let open: TriedIncident | null = null;
  for (const { window, shareOfWindow } of stepsOf(rule, { fromMs, toMs: span.toMs })) {
    seen.evaluations += 1;
    seen.wasCoarse ||= shareOfWindow < 1;
    const { value, n } = read(window);
    const reading = {
      value: value !== null && MEASURES[rule.measure].grows ? value * shareOfWindow : value,
      n: Math.ceil(n * shareOfWindow),
    };
    const { verdict } = judge(rule, { ...reading, isLogBehind: false, learnt: bandOf(window) });
    if (verdict === null) {
      seen.withoutVerdict += 1;
      continue;
    }
    recent = [verdict, ...recent].slice(0, RECENT);
    const change = decideChange(recent, open?.level ?? null, rule.hysteresis);
    if (change === null) continue;
    const at = new Date(window.toMs).toISOString();
    if (change.kind === 'closed') {
      if (open) Object.assign(open, { closedAt: at, minutes: minutesBetween(open.openedAt, window.toMs) });
      open = null;
      recent = [];
    } else if (open) open.level = change.level;
    else {
      open = { level: change.level, openedAt: at, closedAt: null, minutes: 0, value: reading.value };
      incidents.push(open);
    }
  }
  if (open) open.minutes = minutesBetween(open.openedAt, span.toMs);
  const minuteMs = oldestMinuteMs(span.toMs);
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(span.toMs).toISOString(),
    evaluations: seen.evaluations,
    withoutVerdict: seen.withoutVerdict,
    incidents: incidents.length,
    alerts: incidents.filter(({ level }) => level === 'alert').length,
    longest: incidents.reduce<TriedIncident | null>(
      (longest, incident) => (longest && longest.minutes >= incident.minutes ? longest : incident),
      null,
    ),
    first: incidents.slice(0, LISTED_TRIALS),
    hourlyBefore: seen.wasCoarse ? new Date(minuteMs).toISOString() : null,
  };
}

const minutesBetween = (from: string, toMs: number): number => (toMs - Date.parse(from)) / MINUTE_MS;

/** The first whole hour from which on traffic is kept by the minute. */
function oldestMinuteMs(nowMs: number): number {
  let ms = Math.ceil(nowMs / HOUR_MS) * HOUR_MS;
  while (grainAt(ms - HOUR_MS, nowMs) === 'minute') ms -= HOUR_MS;
  return ms;
}

/** The looks of a rule: by whole hours first, then at its cadence. */
function stepsOf(rule: Definition, { fromMs, toMs }: Window): { window: Window; shareOfWindow: number }[] {
  const steps: { window: Window; shareOfWindow: number }[] = [];
  const lengthMs = rule.windowMinutes * MINUTE_MS;
  const cadenceMs = rule.cadenceMinutes * MINUTE_MS;
  const minuteMs = Math.max(fromMs, oldestMinuteMs(toMs));
  const hourlyMs = Math.ceil(cadenceMs / HOUR_MS) * HOUR_MS;
  const wholeMs = Math.ceil(lengthMs / HOUR_MS) * HOUR_MS;
  for (let at = Math.floor(fromMs / HOUR_MS) * HOUR_MS + HOUR_MS; at <= minuteMs; at += hourlyMs)
    steps.push({ window: { fromMs: at - wholeMs, toMs: at }, shareOfWindow: lengthMs / wholeMs });
  // Counted back from the end, so that the last look is of now.
  const leftMs = toMs - (steps.at(-1)?.window.toMs ?? minuteMs);
  const count = leftMs === 0 ? 0 : Math.max(1, Math.floor(leftMs / cadenceMs));
  for (let back = count - 1; back >= 0; back -= 1) {
    const at = toMs - back * cadenceMs;
    steps.push({ window: { fromMs: at - lengthMs, toMs: at }, shareOfWindow: 1 });
  }
  return steps;
}

/** Where buckets begin that may touch a window: the longest of them is a day. */
function firstAfter(buckets: readonly KeptBucket[], startMs: number): number {
  const leastMs = startMs - 24 * HOUR_MS;
  let [low, high] = [0, buckets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((buckets[middle]?.atMs ?? 0) < leastMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The learnt band of a window, learnt once per hour; null under fixed limits. */
function rememberBands(rule: Definition, read: (window: Window) => { value: number | null; n: number }) {
  const known = new Map<number, LearntBand>();
  return (window: Window): LearntBand | null => {
    if (rule.limits.basis === 'fixed') return null;
    const hours = sameHours(window, rule.limits.days);
    const key = hours[0]?.fromMs ?? 0;
    const held = known.get(key);
    if (held) return held;
    const values = hours.flatMap((hour) => {
      const value = asWindow(read(hour), rule, (rule.windowMinutes * MINUTE_MS) / (hour.toMs - hour.fromMs));
      return value === null ? [] : [value];
    });
    const band = learnBand(values);
    known.set(key, band);
    return band;
  };
}
