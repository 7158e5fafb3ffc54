import type { Hysteresis, Level, Verdict } from './schema';

export type Change = { kind: 'opened' | 'escalated'; level: Level } | { kind: 'closed' } | null;

/**
 * What the last verdict changes. `recent` are the verdicts since the last closing, the newest first; looks without a verdict are not
 * among them, so that they neither open nor close anything. An open incident keeps its highest level until it closes.
 */
export function decideChange(recent: readonly Verdict[], open: Level | null, hysteresis: Hysteresis): Change {
  const { openAfter, openOf, closeAfter } = hysteresis;
  const seen = recent.slice(0, openOf);
  const alerts = seen.filter((verdict) => verdict === 'alert').length;
  const raised = seen.filter((verdict) => verdict !== 'ok').length;
  if (open !== null && recent.length >= closeAfter && recent.slice(0, closeAfter).every((verdict) => verdict === 'ok'))
    return { kind: 'closed' };
  if (alerts >= openAfter && open !== 'alert') return { kind: open === null ? 'opened' : 'escalated', level: 'alert' };
  if (raised >= openAfter && open === null) return { kind: 'opened', level: 'warn' };
  return null;
}
