import type { Ctx } from '@/lib/platform/context';
import type { Evaluation, IncidentDetail } from './schema';
import { changeIncident, findOpenIncident, insertEvent, type StoredIncident } from './store-incidents';
import { listEvaluations, type StoredRule } from './store-rules';
import { tell } from './tell';

const MOST_POINTS = 300;
/** Looks before the opening that are shown too. */
const BEFORE = 30;
const MINUTE_MS = 60_000;

/** The values around an incident that are still kept: from half an hour of looks before it opened. */
export async function courseOf(ctx: Ctx, incident: StoredIncident, ruleId: string, to: Date): Promise<Evaluation[]> {
  const beforeMs = BEFORE * incident.rule.definition.cadenceMinutes * MINUTE_MS;
  const from = new Date(Date.parse(incident.openedAt) - beforeMs);
  return listEvaluations(ctx, ruleId, { from, to, limit: MOST_POINTS });
}

/** Closes an incident with the values around it, so that they are there when the rule's own history has gone on. */
export async function closeIncident(
  ctx: Ctx,
  incident: StoredIncident,
  end: { because: NonNullable<IncidentDetail['closedBecause']>; by: string | null; evaluation: Evaluation | null },
): Promise<StoredIncident> {
  const { because, by, evaluation } = end;
  const course = incident.ruleId === null ? [] : await courseOf(ctx, incident, incident.ruleId, ctx.now());
  const isNew = evaluation !== null && course.at(-1)?.at !== evaluation.at;
  const closed = await changeIncident(ctx, incident.id, {
    ...(evaluation ? { latest: evaluation } : {}),
    closed: {
      at: evaluation ? new Date(evaluation.at) : ctx.now(),
      because,
      course: isNew ? [...course, evaluation] : course,
    },
  });
  await insertEvent(ctx, incident, { kind: 'closed', by, content: { because, evaluation } });
  return closed;
}

/**
 * Ends what a rule has open because the rule itself was changed, switched off or deleted. With `publicUrl` its webhook is told, where
 * it was told of the beginning.
 */
export async function closeForRule(
  ctx: Ctx,
  rule: StoredRule,
  end: { because: 'rule-changed' | 'rule-disabled' | 'rule-deleted'; by: string; publicUrl: string | null },
): Promise<void> {
  const open = await findOpenIncident(ctx, rule.id);
  if (!open) return;
  const { publicUrl, ...why } = end;
  const incident = await closeIncident(ctx, open, { ...why, evaluation: null });
  if (publicUrl !== null && open.told !== null)
    await tell(ctx, rule, { event: 'closed', incident, evaluation: null, publicUrl });
}
