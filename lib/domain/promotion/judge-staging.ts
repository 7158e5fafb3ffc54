import type { LiveFinding, StagingRule } from './schema';

const HOUR_MS = 3_600_000;

/** What a version has shown in staging. */
export interface StagingRecord {
  /** With those that failed. */
  calls: number;
  failed: number;
  stays: readonly { beganAt: Date; endedAt: Date | null }[];
}

/**
 * How a version stands by the rule on staging: calls, hours and the share of failed calls of all its time there. A share over the limit fails
 * also where it may be chance.
 */
export function judgeStaging(
  wanted: StagingRule,
  { calls, failed, stays }: StagingRecord,
  nowMs: number,
): Extract<LiveFinding, { rule: 'staging' }> {
  const ms = stays.reduce((sum, { beganAt, endedAt }) => sum + (endedAt?.getTime() ?? nowMs) - beganAt.getTime(), 0);
  const hours = ms / HOUR_MS;
  const errorPercent = calls === 0 ? null : (100 * failed) / calls;
  const holds = calls >= wanted.calls && hours >= wanted.hours && (errorPercent ?? 0) <= wanted.errorPercent;
  return { rule: 'staging', verdict: holds ? 'pass' : 'fail', wanted, calls, hours, errorPercent };
}
