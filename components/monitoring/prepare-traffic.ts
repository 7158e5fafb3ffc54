import { niceTicks } from '@/components/charts/ticks';
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
  const nothing = { calls: 0, rows: 0, errors: 0, latencyMs: { p50: null, p95: null, p99: null } };
  return times.map((t) => ({ t, ...(known.get(t) ?? nothing) }));
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

/**
 * Bins of equal, round width over answered values, `most` at most. The log counts in steps that are 19 % wide; the rows of a step are spread evenly over
 * the bins it reaches into, in whole rows that keep the sum. Returns null without rows.
 * Example: [{ low: 0, high: 4, rows: 4 }] in at most two bins is edges [0, 2, 4] and counts [2, 2].
 */
export function valueHistogram(bins: NumberOutcomes['bins'], most = VALUE_BINS) {
  const low = Math.min(...bins.map((bin) => bin.low));
  const high = Math.max(...bins.map((bin) => bin.high));
  if (bins.length === 0 || !Number.isFinite(low) || !Number.isFinite(high)) return null;
  if (low === high)
    return { edges: [low - 0.5, high + 0.5], counts: [outcomeRows({ kind: 'numbers', unit: '', bins })] };
  const edges = niceTicks(low, high, most + 1);
  const count = edges.length - 1;
  const start = edges[0] ?? low;
  const width = ((edges.at(-1) ?? high) - start) / count;
  const counts = new Array<number>(count).fill(0);
  for (const bin of bins) {
    const size = bin.high - bin.low;
    const first = Math.min(count - 1, Math.max(0, Math.floor((bin.low - start) / width)));
    if (size === 0) counts[first] = (counts[first] ?? 0) + bin.rows;
    for (let i = first; size > 0 && i < count && (edges[i] ?? high) < bin.high; i++) {
      const shared = Math.min(bin.high, edges[i + 1] ?? high) - Math.max(bin.low, edges[i] ?? low);
      counts[i] = (counts[i] ?? 0) + (Math.max(0, shared) / size) * bin.rows;
    }
  }
  return { edges, counts: wholeCounts(counts) };
}

function wholeCounts(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((count) => {
    const before = Math.round(sum);
    sum += count;
    return Math.round(sum) - before;
  });
}

export type SentenceKey = 'none' | 'onlyErrors' | 'fine' | 'withErrors';

/** Which sentence says what happened. */
export function sentenceKey({ calls, errors }: { calls: number; errors: number }): SentenceKey {
  if (calls === 0) return errors === 0 ? 'none' : 'onlyErrors';
  return errors === 0 ? 'fine' : 'withErrors';
}
