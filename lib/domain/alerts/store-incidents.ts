import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import type { AlertIncident as Row } from '@/prisma/generated/client';
import {
  CLOSED_BECAUSE,
  Evaluation,
  type INCIDENT_STATES,
  type Incident,
  Level,
  RuleSnapshot,
  type TimelineEntry,
} from './schema';

export interface StoredIncident extends Omit<Incident, 'model'> {
  projectId: string;
  modelId: string;
  ruleId: string | null;
  told: Level | null;
  keptCourse: Evaluation[] | null;
}

const toIncident = (row: Row): StoredIncident => ({
  id: row.id,
  projectId: row.projectId,
  modelId: row.modelId,
  ruleId: row.ruleId,
  rule: { ...RuleSnapshot.parse(row.rule), id: row.ruleId },
  level: Level.parse(row.level),
  openedAt: row.openedAt.toISOString(),
  closedAt: row.closedAt?.toISOString() ?? null,
  closedBecause: z.enum(CLOSED_BECAUSE).nullable().parse(row.closedBecause),
  acknowledged: row.acknowledgedAt ? { at: row.acknowledgedAt.toISOString(), by: row.acknowledgedBy ?? '' } : null,
  latest: Evaluation.parse(row.latest),
  told: Level.nullable().parse(row.told),
  keptCourse: z.array(Evaluation).nullable().parse(row.course),
});

export async function nameModels(ctx: Ctx, incidents: readonly StoredIncident[]): Promise<Incident[]> {
  if (incidents.length === 0) return [];
  const models = await ctx.db.model.findMany({
    where: { id: { in: [...new Set(incidents.map(({ modelId }) => modelId))] } },
    select: { id: true, name: true },
  });
  return incidents.map(({ projectId: _, modelId, ruleId: __, told: ___, keptCourse: ____, ...incident }) => ({
    ...incident,
    model: { id: modelId, name: models.find(({ id }) => id === modelId)?.name ?? '' },
  }));
}

export async function findIncidentRow(ctx: Ctx, id: string): Promise<StoredIncident | null> {
  const row = await ctx.db.alertIncident.findUnique({ where: { id } });
  return row && toIncident(row);
}

export async function findOpenIncident(ctx: Ctx, ruleId: string): Promise<StoredIncident | null> {
  const row = await ctx.db.alertIncident.findFirst({ where: { ruleId, closedAt: null } });
  return row && toIncident(row);
}

export async function listIncidentRows(
  ctx: Ctx,
  of: {
    projectId: string;
    modelId: string | null;
    state: (typeof INCIDENT_STATES)[number] | null;
    from: string | undefined;
    to: string | undefined;
  },
  page: { cursor: string | null; limit: number },
): Promise<StoredIncident[]> {
  const rows = await ctx.db.alertIncident.findMany({
    where: {
      projectId: of.projectId,
      ...(of.modelId === null ? {} : { modelId: of.modelId }),
      ...(of.state === null ? {} : { closedAt: of.state === 'open' ? null : { not: null } }),
      ...(of.from === undefined ? {} : { OR: [{ closedAt: null }, { closedAt: { gte: new Date(of.from) } }] }),
      ...(of.to === undefined ? {} : { openedAt: { lt: new Date(of.to) } }),
      ...(page.cursor === null ? {} : { id: { lt: page.cursor } }),
    },
    orderBy: { id: 'desc' },
    take: page.limit,
  });
  return rows.map(toIncident);
}

export async function countOpen(ctx: Ctx, projectId: string): Promise<{ open: number; unacknowledged: number }> {
  const [counts] = await ctx.db.$queryRaw<{ open: number; unacknowledged: number }[]>`
    select count(*)::int as open, (count(*) filter (where acknowledged_at is null))::int as unacknowledged
    from alert_incidents where project_id = ${projectId}::uuid and closed_at is null`;
  return counts ?? { open: 0, unacknowledged: 0 };
}

export async function insertIncident(
  ctx: Ctx,
  incident: {
    projectId: string;
    modelId: string;
    ruleId: string;
    rule: RuleSnapshot;
    level: Level;
    evaluation: Evaluation;
  },
): Promise<StoredIncident> {
  const { evaluation, ...of } = incident;
  const openedAt = new Date(evaluation.at);
  return toIncident(
    await ctx.db.alertIncident.create({ data: { ...of, id: uuid7(openedAt.getTime()), openedAt, latest: evaluation } }),
  );
}

export async function changeIncident(
  ctx: Ctx,
  id: string,
  change: {
    level?: Level;
    latest?: Evaluation;
    told?: Level;
    closed?: { at: Date; because: (typeof CLOSED_BECAUSE)[number]; course: readonly Evaluation[] };
    acknowledgedBy?: string;
  },
): Promise<StoredIncident> {
  const { level, latest, told, closed, acknowledgedBy } = change;
  return toIncident(
    await ctx.db.alertIncident.update({
      where: { id },
      data: {
        ...(level ? { level } : {}),
        ...(latest ? { latest } : {}),
        ...(told ? { told } : {}),
        ...(closed ? { closedAt: closed.at, closedBecause: closed.because, course: [...closed.course] } : {}),
        ...(acknowledgedBy === undefined ? {} : { acknowledgedAt: ctx.now(), acknowledgedBy }),
      },
    }),
  );
}

type Event = Exclude<TimelineEntry, { kind: 'delivery' }>;
const Content = z.object({
  level: Level.optional(),
  evaluation: Evaluation.nullable().optional(),
  because: z.enum(CLOSED_BECAUSE).optional(),
  text: z.string().optional(),
});

export async function insertEvent(
  ctx: Ctx,
  incident: { id: string; projectId: string },
  event: { kind: Event['kind']; by: string | null; content: z.input<typeof Content> },
): Promise<void> {
  const at = ctx.now();
  await ctx.db.alertEvent.create({
    data: {
      id: uuid7(at.getTime()),
      projectId: incident.projectId,
      incidentId: incident.id,
      at,
      kind: event.kind,
      actorName: event.by,
      content: event.content,
    },
  });
}

const MOST_EVENTS = 1000;

export async function listEvents(ctx: Ctx, incidentId: string): Promise<Event[]> {
  const rows = await ctx.db.alertEvent.findMany({
    where: { incidentId },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    take: MOST_EVENTS,
  });
  return rows.flatMap((row): Event[] => {
    const base = { id: row.id, at: row.at.toISOString() };
    const by = row.actorName ?? '';
    const { level, evaluation, because, text } = Content.parse(row.content);
    if ((row.kind === 'opened' || row.kind === 'escalated') && level && evaluation)
      return [{ ...base, kind: row.kind, level, evaluation }];
    if (row.kind === 'closed' && because)
      return [{ ...base, kind: 'closed', because, by: row.actorName, evaluation: evaluation ?? null }];
    if (row.kind === 'acknowledged') return [{ ...base, kind: 'acknowledged', by }];
    return row.kind === 'note' ? [{ ...base, kind: 'note', by, text: text ?? '' }] : [];
  });
}

export const countEvents = (ctx: Ctx, incidentId: string): Promise<number> =>
  ctx.db.alertEvent.count({ where: { incidentId } });

export async function deleteOldIncidents(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.alertIncident.deleteMany({ where: { closedAt: { lt: before } } });
}

/** When incidents of a model opened, the oldest first, 10,000 at most, with the rule by its name of then. */
export async function listOpenings(
  ctx: Ctx,
  of: { projectId: string; modelId: string; from: Date; to: Date },
): Promise<{ at: Date; ruleId: string | null; rule: string }[]> {
  const rows = await ctx.db.alertIncident.findMany({
    where: { projectId: of.projectId, modelId: of.modelId, openedAt: { gt: of.from, lte: of.to } },
    orderBy: { openedAt: 'asc' },
    take: 10_000,
    select: { openedAt: true, ruleId: true, rule: true },
  });
  return rows.map(({ openedAt, ruleId, rule }) => ({ at: openedAt, ruleId, rule: Named.parse(rule).name }));
}

const Named = z.object({ name: z.string() });
