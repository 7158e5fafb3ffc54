import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { authorise } from '../people';
import { getModel } from '../registry';
import { courseOf } from './close-incident';
import { requireIncident } from './require-rule';
import type { INCIDENT_STATES, IncidentDetail, IncidentPage, TimelineEntry } from './schema';
import { listDeliveries } from './store-deliveries';
import {
  changeIncident,
  countEvents,
  countOpen,
  insertEvent,
  listEvents,
  listIncidentRows,
  nameModels,
  type StoredIncident,
} from './store-incidents';
import { findRuleRow } from './store-rules';

const MOST_NOTES = 500;

/** Incidents of a project, the newest first. */
export async function listIncidents(
  ctx: Ctx,
  input: {
    projectId: string;
    model?: string | undefined;
    state?: (typeof INCIDENT_STATES)[number] | undefined;
    from?: string | undefined;
    to?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<IncidentPage> {
  const { projectId, limit } = input;
  authorise(ctx.actor, 'alert.view', projectId);
  const model =
    input.model === undefined ? null : await getModel(ctx, { model: input.model, permission: 'alert.view' });
  const of = { projectId, modelId: model?.id ?? null, state: input.state ?? null, from: input.from, to: input.to };
  const [rows, counts] = await Promise.all([
    listIncidentRows(ctx, of, { cursor: input.cursor ?? null, limit }),
    countOpen(ctx, projectId),
  ]);
  const nextCursor = rows.length === limit ? (rows.at(-1)?.id ?? null) : null;
  return { incidents: await nameModels(ctx, rows), nextCursor, counts };
}

/** An incident with what happened to it and the values around it. */
export async function getIncident(ctx: Ctx, input: { id: string }): Promise<IncidentDetail> {
  return detailOf(ctx, await requireIncident(ctx, input.id, 'alert.view'));
}

async function detailOf(ctx: Ctx, incident: StoredIncident): Promise<IncidentDetail> {
  const [[named], events, deliveries, rule] = await Promise.all([
    nameModels(ctx, [incident]),
    listEvents(ctx, incident.id),
    listDeliveries(ctx, incident.id),
    incident.ruleId === null ? null : findRuleRow(ctx, incident.ruleId),
  ]);
  if (!named) throw new Error('an incident that was found is there');
  const sent = deliveries.map(
    (delivery): TimelineEntry => ({ kind: 'delivery', id: delivery.id, at: delivery.createdAt, delivery }),
  );
  const timeline = [...events, ...sent].sort((a, b) => a.at.localeCompare(b.at) || orderOf(a) - orderOf(b));
  const course = incident.keptCourse ?? (rule ? await courseOf(ctx, incident, rule.id, ctx.now()) : []);
  return { ...named, timeline, course, mutedUntil: rule?.mutedUntil?.toISOString() ?? null };
}

/** A message follows what it tells of, at the same moment. */
const orderOf = ({ kind }: TimelineEntry) => (kind === 'delivery' ? 1 : 0);

/** Says that somebody is on it. The first one counts. */
export async function acknowledgeIncident(ctx: Ctx, input: { id: string }): Promise<IncidentDetail> {
  return inTransaction(ctx, async (tx) => {
    const incident = await requireIncident(tx, input.id, 'alert.manage');
    if (incident.acknowledged)
      throw new AppError('conflict', `${incident.acknowledged.by} is on it already.`, {
        reason: 'already_acknowledged',
        details: { by: incident.acknowledged.by },
      });
    const by = actorName(ctx.actor);
    const changed = await changeIncident(tx, incident.id, { acknowledgedBy: by });
    await insertEvent(tx, incident, { kind: 'acknowledged', by, content: {} });
    await audit(tx, {
      action: 'incident.acknowledge',
      object: `incident:${incident.id}`,
      projectId: incident.projectId,
      after: { rule: incident.rule.name },
    });
    return detailOf(tx, changed);
  });
}

export async function noteIncident(ctx: Ctx, input: { id: string; text: string }): Promise<IncidentDetail> {
  return inTransaction(ctx, async (tx) => {
    const incident = await requireIncident(tx, input.id, 'alert.manage');
    if ((await countEvents(tx, incident.id)) >= MOST_NOTES)
      throw new AppError('limit_exceeded', `An incident keeps ${MOST_NOTES} entries.`, { reason: 'too_many_notes' });
    await insertEvent(tx, incident, { kind: 'note', by: actorName(ctx.actor), content: { text: input.text } });
    await audit(tx, {
      action: 'incident.note',
      object: `incident:${incident.id}`,
      projectId: incident.projectId,
      after: { characters: input.text.length },
    });
    return detailOf(tx, incident);
  });
}
