import type { LineSeries } from '@/components/charts/line-chart';
import { spreadBins } from '@/components/charts/spread-bins';
import type { Outcomes, Traffic, TrafficMeasures } from '@/lib/domain/monitoring/schema';

export type TrafficPoint = TrafficMeasures & { t: number };

/** More empty buckets than this are left out: nobody could see them. */
const MOST_BUCKETS = 5000;

/** The moments of all buckets of a window, also of those in which nothing happened. */
export function bucketTimes({ from, to, bucketMs }: Pick<Traffic, 'from' | 'to' | 'bucketMs'>): number[] {
  const first = Math.floor(Date.parse(from) / bucketMs) * bucketMs;
  const count = Math.ceil((Date.parse(to) - first) / bucketMs);
  return count > MOST_BUCKETS ? [] : Array.from({ length: Math.max(0, count) }, (_, i) => first + i * bucketMs);
}

/**
 * Every bucket of the window in time order. A bucket without calls has zero calls and no latency; a window without any traffic
 * has no buckets at all, so that its charts say that there is nothing.
 */
export function fillBuckets(traffic: Traffic): TrafficPoint[] {
  if (traffic.buckets.length === 0) return [];
  const known = new Map(traffic.buckets.map(({ at, ...measures }) => [Date.parse(at), measures]));
  const times = [...new Set([...bucketTimes(traffic), ...known.keys()])].sort((a, b) => a - b);
  const nothing = { calls: 0, rows: 0, errors: 0, timedCalls: 0, latencyMs: { p50: null, p95: null, p99: null } };
  return times.map((t) => ({ t, ...(known.get(t) ?? nothing) }));
}

/** The dashed grey line of what a window is held against, at the moments of the window; none where it is held against nothing. */
export function comparedSeries(
  { comparison }: Pick<Traffic, 'comparison'>,
  label: string,
  pointOf: (measures: TrafficMeasures) => { value: number | null; n?: number },
): LineSeries[] {
  if (!comparison || comparison.buckets.length === 0) return [];
  const points = comparison.buckets.map(({ at, ...measures }) => ({ t: Date.parse(at), ...pointOf(measures) }));
  return [{ key: 'compared', label, colour: 'reference', dashed: true, points }];
}

/** Every period of the heat map in order, also those without calls. */
export function heatPeriods({
  from,
  to,
  heat,
}: Pick<Traffic, 'from' | 'to' | 'heat'>): { t: number; calls: number[] }[] {
  const { periodMs, bandsMs, periods } = heat;
  if (bandsMs.length === 0) return [];
  const known = new Map(periods.map(({ at, calls }) => [Date.parse(at), calls]));
  // The window's first bucket may begin before it.
  const first = Math.min(Date.parse(from), ...known.keys());
  const count = Math.ceil((Date.parse(to) - first) / periodMs);
  return Array.from({ length: count }, (_, i) => first + i * periodMs).map((t) => ({
    t,
    calls: known.get(t) ?? bandsMs.map(() => 0),
  }));
}

/** Refused and failed calls among all calls, 0 to 1; null without calls. */
export function errorShare({ calls, errors }: { calls: number; errors: number }): number | null {
  const all = calls + errors;
  return all === 0 ? null : errors / all;
}

/** Relative change against before; null where there was nothing to compare with. */
export const changeOf = (now: number, before: number): number | null => (before === 0 ? null : now / before - 1);

/** A class keeps the colour of its place among the model's classes. */
export const classSlot = (index: number): number | 'other' => (index < 6 ? index + 1 : 'other');

export type ClassOutcomes = Extract<Outcomes, { kind: 'classes' }>;
export type NumberOutcomes = Extract<Outcomes, { kind: 'numbers' }>;

/** Rows of every class over all buckets of the window; null where no row was answered. */
export function classLayers(outcomes: ClassOutcomes, traffic: Traffic) {
  if (outcomes.buckets.length === 0) return null;
  const rowsAt = new Map(outcomes.buckets.map(({ at, rows }) => [Date.parse(at), rows]));
  const times = [...new Set([...bucketTimes(traffic), ...rowsAt.keys()])].sort((a, b) => a - b);
  return outcomes.classes.map(({ label, name }, index) => ({
    key: label,
    label: name,
    slot: classSlot(index),
    points: times.map((t) => ({ t, value: rowsAt.get(t)?.[index] ?? 0 })),
  }));
}

export const outcomeRows = (outcomes: Outcomes | null): number =>
  outcomes === null
    ? 0
    : outcomes.kind === 'classes'
      ? outcomes.classes.reduce((sum, { rows }) => sum + rows, 0)
      : outcomes.bins.reduce((sum, { rows }) => sum + rows, 0);

const VALUE_BINS = 20;

/** Bins of equal, round width over answered values, 20 at most; null without rows. */
export const valueHistogram = (bins: NumberOutcomes['bins'], most = VALUE_BINS) => spreadBins(bins, most);

export type SentenceKey = 'none' | 'onlyErrors' | 'fine' | 'withErrors';

/** Which sentence says what happened. */
export function sentenceKey({ calls, errors }: { calls: number; errors: number }): SentenceKey {
  if (calls === 0) return errors === 0 ? 'none' : 'onlyErrors';
  return errors === 0 ? 'fine' : 'withErrors';
}
