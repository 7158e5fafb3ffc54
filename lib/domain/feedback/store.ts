import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { Prisma } from '@/prisma/generated/client';
import { LoggedOutcomes, SEVERITIES, type Severity } from '../predictions/schema';
import type { Feedback, FeedbackFilter, FeedbackPage } from './schema';
import { toFeedback } from './store-said';

export interface KnownPrediction {
  projectId: string;
  modelId: string;
  versionNumber: number;
  rows: number;
  caller: string | null;
}

/** What the log says of a prediction of the caller's projects, or null. */
export async function findPredictionRow(ctx: Ctx, id: string): Promise<KnownPrediction | null> {
  return ctx.db.prediction.findUnique({
    where: { id },
    select: { projectId: true, modelId: true, versionNumber: true, rows: true, caller: true },
  });
}

export async function listFeedbackRows(
  ctx: Ctx,
  of: { projectId: string; modelId: string; giverId: string | null },
  { verdict, severity, field }: FeedbackFilter,
  page: { cursor: string | null; limit: number },
): Promise<Feedback[]> {
  const rows = await ctx.db.feedback.findMany({
    where: {
      ...whereOf(of),
      ...(verdict ? { verdict } : {}),
      ...(severity ? { severity } : {}),
      // The second condition is that of the index of feedback that names fields.
      ...(field ? { fields: { array_contains: [{ field }], not: [] } } : {}),
      ...(page.cursor === null ? {} : { id: { lt: page.cursor } }),
    },
    orderBy: { id: 'desc' },
    take: page.limit,
  });
  return rows.map(toFeedback);
}

/** Scope of a list: all feedback on a model, or what one has given. */
export const whereOf = ({
  projectId,
  modelId,
  giverId,
}: {
  projectId: string;
  modelId: string;
  giverId: string | null;
}) => ({
  projectId,
  modelId,
  ...(giverId === null ? {} : { giverId }),
});

export async function countSeverities(
  ctx: Ctx,
  of: { projectId: string; modelId: string; giverId: string | null },
): Promise<FeedbackPage['severities']> {
  const groups = await ctx.db.feedback.groupBy({
    by: ['severity'],
    where: { ...whereOf(of), severity: { in: [...SEVERITIES] } },
    _count: { _all: true },
  });
  const countOf = (severity: Severity) => groups.find((group) => group.severity === severity)?._count._all ?? 0;
  return { minor: countOf('minor'), normal: countOf('normal'), serious: countOf('serious') };
}

/** Fields of rows that feedback names, the most often named first. */
export async function countFields(
  ctx: Ctx,
  of: { projectId: string; modelId: string; giverId: string | null },
  limit: number,
): Promise<{ field: string; count: number }[]> {
  return ctx.db.$queryRaw`
    select said ->> 'field' as field, count(*)::int as count from feedback f cross join lateral jsonb_array_elements(f.fields) said
    where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and fields <> '[]'::jsonb
      ${of.giverId === null ? Prisma.empty : Prisma.sql`and giver_id = ${of.giverId}`}
    group by 1 order by 2 desc, 1 limit ${limit}`;
}

export async function countVerdicts(
  ctx: Ctx,
  where: { projectId: string; modelId: string; giverId?: string; createdAt?: { gte: Date; lt: Date } },
): Promise<{ right: number; wrong: number }> {
  const groups = await ctx.db.feedback.groupBy({ by: ['verdict'], where, _count: { _all: true } });
  const countOf = (verdict: string) => groups.find((group) => group.verdict === verdict)?._count._all ?? 0;
  return { right: countOf('right'), wrong: countOf('wrong') };
}

export interface LabelRow {
  predictionId: string;
  row: number;
  value: string;
  source: string;
  inclusionProbability: number;
  observedAt: Date;
}

/** Writes labels, each once per prediction, row and source; the ones before are replaced. Returns how many were. */
export async function replaceLabels(
  ctx: Ctx,
  projectId: string,
  labels: readonly LabelRow[],
  createdBy: string,
): Promise<number> {
  await ctx.db.$executeRaw`select pg_advisory_xact_lock(hashtext(${`labels/${projectId}`}))`;
  const rows = labels.map((label) => [
    ...[uuid7(), label.predictionId, label.row, label.value, label.source, label.inclusionProbability],
    label.observedAt,
  ]);
  const [{ replaced } = { replaced: 0 }] = await ctx.db.$queryRaw<{ replaced: number }[]>`
    with written as (
      insert into labels (id, project_id, prediction_id, "row", value, source, inclusion_probability, observed_at, created_by, created_at)
      select (r ->> 0)::uuid, ${projectId}::uuid, (r ->> 1)::uuid, (r ->> 2)::int, r ->> 3, r ->> 4, (r ->> 5)::float8,
        (r ->> 6)::timestamptz, ${createdBy}, ${ctx.now()}::timestamptz
      from json_array_elements(${JSON.stringify(rows)}::json) r
      on conflict (project_id, prediction_id, "row", source) do update set id = excluded.id, value = excluded.value,
        inclusion_probability = excluded.inclusion_probability, observed_at = excluded.observed_at, created_by = excluded.created_by,
        created_at = excluded.created_at
      -- A row that was there has an older version.
      returning (xmax <> 0) as was_there
    ) select count(*) filter (where was_there)::int as replaced from written`;
  return replaced;
}

/** What was answered in a row, as the log lists it; empty where it names nothing. */
export async function findOutcome(ctx: Ctx, of: { predictionId: string; row: number }): Promise<string> {
  const found = await ctx.db.prediction.findUnique({ where: { id: of.predictionId }, select: { outcomes: true } });
  return found ? (LoggedOutcomes.parse(found.outcomes)[of.row] ?? '') : '';
}

/** Null where the link was not used; `feedbackId` is what it gave, null where that is not known. */
export async function findLinkUse(ctx: Ctx, nonce: string): Promise<{ feedbackId: string | null } | null> {
  return ctx.db.usedFeedbackLink.findUnique({ where: { nonce }, select: { feedbackId: true } });
}

/** Notes what a used link gave, so that its holder may change it. */
export async function noteLinkGave(ctx: Ctx, nonce: string, feedbackId: string): Promise<void> {
  await ctx.db.usedFeedbackLink.updateMany({ where: { nonce }, data: { feedbackId } });
}

/** False where the link was used before. */
export async function markLinkUsed(
  ctx: Ctx,
  { nonce, projectId, predictionId }: { nonce: string; projectId: string; predictionId: string },
): Promise<boolean> {
  const { count } = await ctx.db.usedFeedbackLink.createMany({
    data: { nonce, projectId, predictionId, usedAt: ctx.now() },
    skipDuplicates: true,
  });
  return count === 1;
}

export async function deleteLabel(
  ctx: Ctx,
  of: Pick<LabelRow, 'predictionId' | 'row' | 'source'> & { projectId: string },
): Promise<void> {
  await ctx.db.label.deleteMany({ where: of });
}

/** A row that somebody said is wrong. */
export interface Complaint {
  predictionId: string;
  row: number;
  /** The worst of what was said in that time. */
  severity: Severity;
}

/** Rows of a model that were said to be wrong from `from` up to `before`, each once. */
export async function listComplaints(
  ctx: Ctx,
  of: { projectId: string; modelId: string; from: Date; before: Date },
): Promise<Complaint[]> {
  return ctx.db.$queryRaw`
    select prediction_id as "predictionId", "row",
      (array['minor', 'normal', 'serious'])[max(case severity when 'minor' then 1 when 'serious' then 3 else 2 end)] as severity
    from feedback
    where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and verdict = 'wrong'
      and ((created_at >= ${of.from} and created_at < ${of.before}) or (edited_at >= ${of.from} and edited_at < ${of.before}))
    group by 1, 2`;
}

/** Rows about which something was withdrawn or changed since `from`, and which nobody calls wrong now. */
export async function listNoLongerWrong(
  ctx: Ctx,
  of: { projectId: string; from: Date },
): Promise<{ predictionId: string; row: number }[]> {
  return ctx.db.$queryRaw`
    select distinct h.prediction_id as "predictionId", h."row" from feedback_history h
    where h.project_id = ${of.projectId}::uuid and h.ended_at >= ${of.from}
      and not exists (
        select 1 from feedback f
        where f.prediction_id = h.prediction_id and f."row" = h."row" and f.project_id = h.project_id and f.verdict = 'wrong')`;
}

/** Verdicts that came before their prediction was in the log learn of which model they are. */
export async function adoptFeedback(ctx: Ctx, of: { projectId: string; from: Date }): Promise<void> {
  await ctx.db.$executeRaw`
    update feedback f set model_id = p.model_id from predictions p
    where f.project_id = ${of.projectId}::uuid and f.model_id is null and f.created_at >= ${of.from}
      and p.id = f.prediction_id and p.project_id = f.project_id`;
}

/** Rows of the predictions that the log knows of the project, by id. */
export async function countKnownRows(ctx: Ctx, projectId: string, ids: string[]): Promise<Map<string, number>> {
  const rows = await ctx.db.prediction.findMany({
    where: { projectId, id: { in: ids } },
    select: { id: true, rows: true },
  });
  return new Map(rows.map((row) => [row.id, row.rows]));
}
