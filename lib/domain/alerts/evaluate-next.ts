import { randomUUID } from 'node:crypto';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { closeIncident } from './close-incident';
import { type Change, decideChange } from './decide-change';
import { evaluateRule } from './evaluate-rule';
import type { Evaluation } from './schema';
import { changeIncident, findOpenIncident, insertEvent, insertIncident, type StoredIncident } from './store-incidents';
import { claimRule, lockLeasedRule, type StoredRule, settleRule } from './store-rules';
import { tell } from './tell';

const LEASE_MS = 60_000;
const MINUTE_MS = 60_000;
/** As many verdicts as hysteresis may look back over. */
const RECENT = 20;

export interface EvaluationTools {
  /** Seconds that the log is behind; null while the gateway does not say. */
  lagSeconds: () => Promise<number | null>;
  /** Where people reach this installation, for links in messages. */
  publicUrl: string;
}

/**
 * Evaluates the rule that has been due for longest. Returns false when none was due. Of two workers one gets the rule; a result that
 * comes after its lease is dropped. System scope.
 */
export async function evaluateNextRule(ctx: Ctx, tools: EvaluationTools): Promise<boolean> {
  const lease = { id: randomUUID(), ms: LEASE_MS };
  const rule = await claimRule(ctx, lease);
  if (!rule) return false;
  const { evaluation, band } = await evaluateRule(ctx, rule, await tools.lagSeconds());
  await inTransaction(ctx, async (tx) => {
    const current = await lockLeasedRule(tx, rule.id, lease.id);
    if (!current) return;
    const { verdict } = evaluation;
    const recent = verdict === null ? current.recent : [verdict, ...current.recent].slice(0, RECENT);
    const open = await findOpenIncident(tx, rule.id);
    const change = verdict === null ? null : decideChange(recent, open?.level ?? null, rule.definition.hysteresis);
    const incident = await write(tx, current, open, change, evaluation);
    if (incident) await notify(tx, current, incident, evaluation, tools.publicUrl);
    await settleRule(tx, current, {
      evaluation,
      band,
      recent: change?.kind === 'closed' ? [] : recent,
      // Whoever asked for a check meanwhile has not been answered by this one.
      dueAt: current.dueAt.getTime() === rule.dueAt.getTime() ? nextTime(current, tx.now()) : current.dueAt,
    });
  });
  return true;
}

/** A cadence after the time it was due; after an outage a cadence from now, so that what was missed stays missed. */
function nextTime({ dueAt, definition }: StoredRule, now: Date): Date {
  const cadenceMs = definition.cadenceMinutes * MINUTE_MS;
  const next = dueAt.getTime() + cadenceMs;
  return new Date(next > now.getTime() ? next : now.getTime() + cadenceMs);
}

async function write(
  ctx: Ctx,
  rule: StoredRule,
  open: StoredIncident | null,
  change: Change,
  evaluation: Evaluation,
): Promise<StoredIncident | null> {
  if (change === null) return open;
  if (change.kind === 'closed') return open && closeIncident(ctx, open, { because: 'recovered', by: null, evaluation });
  const { level } = change;
  const { name, owner, definition, projectId, modelId } = rule;
  const incident = open
    ? await changeIncident(ctx, open.id, { level, latest: evaluation })
    : await insertIncident(ctx, {
        projectId,
        modelId,
        ruleId: rule.id,
        rule: { name, owner, definition },
        level,
        evaluation,
      });
  await insertEvent(ctx, incident, { kind: change.kind, by: null, content: { level, evaluation } });
  return incident;
}

/** Tells what has not been told: while a rule is muted nothing, afterwards what is still open. An end is told wherever a beginning was. */
async function notify(
  ctx: Ctx,
  rule: StoredRule,
  incident: StoredIncident,
  evaluation: Evaluation,
  publicUrl: string,
): Promise<void> {
  if (incident.closedAt !== null) {
    if (incident.told !== null) await tell(ctx, rule, { event: 'closed', incident, evaluation, publicUrl });
    return;
  }
  const isMuted = rule.mutedUntil !== null && rule.mutedUntil > ctx.now();
  if (isMuted || incident.told === incident.level) return;
  const event = incident.told === null ? 'opened' : 'escalated';
  const sent = await tell(ctx, rule, { event, incident, evaluation: incident.latest, publicUrl });
  if (sent.length > 0) await changeIncident(ctx, incident.id, { told: incident.level });
}
