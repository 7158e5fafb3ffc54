import { totalVariation } from '@/lib/pure/stats/total-variation';
import { twoProportionZ } from '@/lib/pure/stats/two-proportion-z';
import type { Guards, GuardView } from './schema';

/** What one side has answered in a window. */
export interface SideCounts {
  /** With those that failed. */
  calls: number;
  failed: number;
  /** Milliseconds; null without calls. */
  p95Ms: number | null;
  /** Rows by answered class; empty for numbers. */
  classes: Readonly<Record<string, number>>;
  /** By labels that have come: accuracy 0 to 1, or the mean absolute error; null without labels. */
  score: { kind: 'accuracy' | 'mae'; value: number; n: number } | null;
}

/** A guard is looked at every few seconds: so unlikely must it be by chance at each look. */
const SIGNIFICANCE = 1e-4;
const FEWEST_CALLS = 20;
const FEWEST_LATENCIES = 100;
const FEWEST_ROWS = 200;
const FEWEST_LABELS = 100;
/** A difference that no caller feels. */
const FELT_MS = 5;

/**
 * Holds what a new version has answered against the champion's answers of the same window. A share is broken where it is over its limit and
 * that far apart by chance in less than one of 10,000 looks (two-sided z test); calls that hang together make that more likely.
 * `hasLabels`: whether labels of the champion have come of late, so that some are to be waited for.
 */
export function judgeGuards(
  guards: Guards,
  candidate: SideCounts,
  champion: SideCounts,
  { hasLabels }: { hasLabels: boolean },
): GuardView[] {
  return [
    ...(guards.errorPoints === null ? [] : [judgeErrors(guards.errorPoints / 100, candidate, champion)]),
    ...(guards.latencyFactor === null ? [] : [judgeLatency(guards.latencyFactor, candidate, champion)]),
    ...(guards.answerPoints === null ? [] : [judgeAnswers(guards.answerPoints / 100, candidate, champion)]),
    ...(guards.accuracyPoints === null
      ? []
      : [judgeScore(guards.accuracyPoints / 100, candidate, champion, hasLabels)]),
  ];
}

function judgeErrors(points: number, candidate: SideCounts, champion: SideCounts): GuardView {
  const [value, reference] = [shareOf(candidate.failed, candidate.calls), shareOf(champion.failed, champion.calls)];
  const few = candidate.calls < FEWEST_CALLS;
  const isFar = value !== null && value - (reference ?? 0) > points;
  const { pValue } = twoProportionZ(candidate.failed, candidate.calls, champion.failed, champion.calls);
  // Without a call on the champion's side there is nothing to test against but no failure at all.
  const isClear = champion.calls === 0 ? candidate.failed >= FEWEST_CALLS : pValue < SIGNIFICANCE;
  return {
    guard: 'errors',
    verdict: few ? 'few' : isFar && isClear ? 'broken' : 'ok',
    value,
    reference,
    limit: (reference ?? 0) + points,
    n: candidate.calls,
    referenceN: champion.calls,
    counted: candidate.calls,
    needed: FEWEST_CALLS,
    isAwaited: true,
  };
}

function judgeLatency(factor: number, candidate: SideCounts, champion: SideCounts): GuardView {
  const [value, reference] = [candidate.p95Ms, champion.p95Ms];
  const [n, referenceN] = [candidate.calls - candidate.failed, champion.calls - champion.failed];
  const few = value === null || reference === null || Math.min(n, referenceN) < FEWEST_LATENCIES;
  const limit = reference === null ? null : Math.max(factor * reference, reference + FELT_MS);
  return {
    guard: 'latency',
    verdict: few || limit === null ? 'few' : value > limit ? 'broken' : 'ok',
    value,
    reference,
    limit,
    n,
    referenceN,
    counted: Math.min(n, referenceN),
    needed: FEWEST_LATENCIES,
    isAwaited: true,
  };
}

function judgeAnswers(points: number, candidate: SideCounts, champion: SideCounts): GuardView {
  const names = [...new Set([...Object.keys(candidate.classes), ...Object.keys(champion.classes)])];
  const [own, theirs] = [candidate, champion].map(({ classes }) => names.map((name) => classes[name] ?? 0));
  const [n, referenceN] = [sum(own ?? []), sum(theirs ?? [])];
  const few = Math.min(n, referenceN) < FEWEST_ROWS;
  // Both have answered, and neither with a class: their answers are numbers.
  const isOfNumbers = n + referenceN === 0 && candidate.calls > candidate.failed && champion.calls > champion.failed;
  const distance = few ? null : totalVariation(theirs ?? [], own ?? []);
  const isClear = names.some(
    (_, i) => twoProportionZ(own?.[i] ?? 0, n, theirs?.[i] ?? 0, referenceN).pValue < SIGNIFICANCE,
  );
  return {
    guard: 'answers',
    verdict: distance === null ? 'few' : distance > points && isClear ? 'broken' : 'ok',
    value: distance,
    reference: null,
    limit: points,
    n,
    referenceN,
    counted: Math.min(n, referenceN),
    needed: FEWEST_ROWS,
    isAwaited: !isOfNumbers,
  };
}

function judgeScore(
  points: number,
  { score }: SideCounts,
  { score: theirs }: SideCounts,
  hasLabels: boolean,
): GuardView {
  const [n, referenceN] = [score?.n ?? 0, theirs?.n ?? 0];
  const few = !score || !theirs || Math.min(n, referenceN) < FEWEST_LABELS;
  const isAccuracy = score?.kind !== 'mae';
  const reference = theirs?.value ?? null;
  const limit = reference === null ? null : isAccuracy ? reference - points : reference * (1 + points);
  const isFar = score !== null && limit !== null && (isAccuracy ? score.value < limit : score.value > limit);
  const hits = (of: SideCounts['score']) => (of ? Math.round(of.value * of.n) : 0);
  const isClear = !isAccuracy || twoProportionZ(hits(score), n, hits(theirs), referenceN).pValue < SIGNIFICANCE;
  return {
    guard: 'accuracy',
    verdict: few ? 'few' : isFar && isClear ? 'broken' : 'ok',
    value: score?.value ?? null,
    reference,
    limit,
    n,
    referenceN,
    counted: Math.min(n, referenceN),
    needed: FEWEST_LABELS,
    isAwaited: hasLabels,
  };
}

const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
