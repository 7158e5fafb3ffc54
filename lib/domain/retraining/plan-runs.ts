import { lastDueMs } from '@/lib/pure/calendar/last-due';
import type { TriggerReason, Triggers } from './schema';

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/** What happened to a model, in the order of time. Milliseconds since 1970. */
export type TrainingEvent =
  | { atMs: number; kind: 'incident'; ruleId: string; rule: string }
  | { atMs: number; kind: 'corrections' | 'labelled-rows' | 'dataset'; count: number };

/**
 * Why a model should be trained at `nowMs`, by what happened since its last run, or null. The first of these counts: its schedule, an
 * incident, corrections, labelled rows, a new dataset.
 */
export function findReason(
  triggers: Triggers,
  events: readonly TrainingEvent[],
  { sinceMs, nowMs }: { sinceMs: number; nowMs: number },
): TriggerReason | null {
  const seen = events.filter(({ atMs }) => atMs > sinceMs && atMs <= nowMs);
  const { schedule } = triggers;
  if (schedule && lastDueMs(schedule, nowMs) > sinceMs) return { kind: 'schedule', count: 1, rule: null };
  for (const event of seen)
    if (event.kind === 'incident' && triggers.rules.includes(event.ruleId))
      return { kind: 'incident', count: 1, rule: event.rule };
  const count = (kind: TrainingEvent['kind']) =>
    seen.reduce((sum, event) => sum + (event.kind === kind && 'count' in event ? event.count : 0), 0);
  for (const [kind, wanted] of [
    ['corrections', triggers.corrections],
    ['labelled-rows', triggers.labelledRows],
    ['dataset', triggers.dataset ? 1 : null],
  ] as const)
    if (wanted !== null && count(kind) >= wanted) return { kind, count: count(kind), rule: null };
  return null;
}

/**
 * Whether a run may be started at `nowMs`: the last start is far enough away, triggers have not started as many in seven days as they may,
 * and it is no quiet hour. `starts` are of runs by whomever, `triggered` of those by triggers.
 */
export function isAllowed(
  { restHours, perWeek, quiet }: Triggers,
  { starts, triggered }: { starts: readonly number[]; triggered: readonly number[] },
  nowMs: number,
): boolean {
  if (starts.some((start) => nowMs - start < restHours * HOUR_MS)) return false;
  if (triggered.filter((start) => nowMs - start < WEEK_MS).length >= perWeek) return false;
  return !quiet || !isQuiet(quiet, new Date(nowMs).getUTCHours());
}

/** From 22 to 6 is over midnight; from an hour to the same is all day. */
const isQuiet = ({ fromHour, toHour }: NonNullable<Triggers['quiet']>, hour: number): boolean =>
  fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour;

/** When triggers would have started a run in a time, looked at every full hour, as if no other run had been. */
export function planRuns(
  triggers: Triggers,
  events: readonly TrainingEvent[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): { atMs: number; reason: TriggerReason }[] {
  const runs: { atMs: number; reason: TriggerReason }[] = [];
  let sinceMs = fromMs;
  for (let nowMs = Math.ceil(fromMs / HOUR_MS) * HOUR_MS; nowMs <= toMs; nowMs += HOUR_MS) {
    const starts = runs.map(({ atMs }) => atMs);
    if (!isAllowed(triggers, { starts, triggered: starts }, nowMs)) continue;
    const reason = findReason(triggers, events, { sinceMs, nowMs });
    if (!reason) continue;
    runs.push({ atMs: nowMs, reason });
    sinceMs = nowMs;
  }
  return runs;
}
