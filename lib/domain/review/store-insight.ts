import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7Floor } from '@/lib/platform/uuid7';
import type { FieldProblem } from '../predictions/schema';

interface Of {
  projectId: string;
  modelId: string;
  since: Date;
}

/** What negative feedback gives as its reason, the commonest first; spelt alike but for case and spaces is the same. */
export async function listReasons(ctx: Ctx, of: Of & { limit: number }) {
  const [[counts], top] = await Promise.all([
    ctx.db.$queryRaw<{ n: number; withReason: number }[]>`
      select count(*)::int as n, (count(*) filter (where trim(reason) <> ''))::int as "withReason" from feedback
      where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and created_at >= ${of.since} and verdict = 'wrong'`,
    ctx.db.$queryRaw<{ reason: string; count: number }[]>`
      select left(min(trim(reason)), 200) as reason, count(*)::int as count from feedback
      where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and created_at >= ${of.since} and verdict = 'wrong'
        and trim(reason) <> ''
      group by lower(regexp_replace(trim(reason), '\\s+', ' ', 'g')) order by 2 desc, 1 limit ${of.limit}`,
  ]);
  return { n: counts?.n ?? 0, withReason: counts?.withReason ?? 0, top };
}

/** Negative feedback by severity. */
export async function countSeverities(ctx: Ctx, { projectId, modelId, since }: Of) {
  const groups = await ctx.db.feedback.groupBy({
    by: ['severity'],
    where: { projectId, modelId, createdAt: { gte: since }, verdict: 'wrong' },
    _count: { _all: true },
  });
  const countOf = (severity: string) => groups.find((group) => group.severity === severity)?._count._all ?? 0;
  return { minor: countOf('minor'), normal: countOf('normal'), serious: countOf('serious') };
}

/** Fields of rows that feedback names, with what is wrong with them, the most often named first. */
export async function listFieldProblems(ctx: Ctx, of: Of & { limit: number }) {
  const [[counts], top] = await Promise.all([
    ctx.db.$queryRaw<{ n: number; withField: number }[]>`
      select count(*)::int as n, (count(*) filter (where fields <> '[]'::jsonb))::int as "withField" from feedback
      where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and created_at >= ${of.since}`,
    ctx.db.$queryRaw<{ field: string; problem: FieldProblem['problem']; count: number }[]>`
      select said ->> 'field' as field, said ->> 'problem' as problem, count(*)::int as count
      from feedback f cross join lateral jsonb_array_elements(f.fields) said
      where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and created_at >= ${of.since} and fields <> '[]'::jsonb
      group by 1, 2 order by 3 desc, 1, 2 limit ${of.limit}`,
  ]);
  return { n: counts?.n ?? 0, withField: counts?.withField ?? 0, top };
}

/** Rows answered since a moment that have feedback or a settled review, each once, by the version that answered. */
export async function countJudged(ctx: Ctx, of: Of): Promise<Map<number, number>> {
  const first = uuid7Floor(of.since.getTime());
  const rows = await ctx.db.$queryRaw<{ version: number; n: number }[]>`
    select p.version_number as version, count(*)::int as n from (
      select prediction_id, "row" from feedback
      where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and created_at >= ${of.since}
        and prediction_id >= ${first}::uuid
      union
      select prediction_id, "row" from review_items
      where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and state = 'settled' and prediction_id >= ${first}::uuid
    ) rows join predictions p on p.id = rows.prediction_id and p.id >= ${first}::uuid and p.project_id = ${of.projectId}::uuid
    group by 1`;
  return new Map(rows.map(({ version, n }) => [version, n]));
}

export interface DecisionTimes {
  n: number;
  median: number;
  p90: number;
}

/**
 * Seconds from coming into a queue to being settled, of what was settled here since a moment: by the version that answered, and of all under
 * null. Reviews from elsewhere come all at once and are left out.
 */
export async function decisionTimes(ctx: Ctx, of: Of): Promise<Map<number | null, DecisionTimes>> {
  const rows = await ctx.db.$queryRaw<(DecisionTimes & { version: number | null })[]>`
    select version_number as version, count(*)::int as n,
      percentile_cont(0.5) within group (order by extract(epoch from settled_at - created_at)::float8) as median,
      percentile_cont(0.9) within group (order by extract(epoch from settled_at - created_at)::float8) as p90
    from review_items i
    where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and state = 'settled' and settled_at >= ${of.since}
      and not exists (
        select 1 from reviews r
        where r.item_id = i.id and r.taken_back_at is null and r.reviewer_id ~ '^(label-studio|argilla):')
    group by grouping sets ((), (version_number)) having count(*) > 0`;
  return new Map(rows.map(({ version, ...times }) => [version, times]));
}

/** The newest verdicts on rows since a moment. */
export async function listVerdicts(
  ctx: Ctx,
  of: Of & { limit: number },
): Promise<{ predictionId: string; row: number; verdict: string }[]> {
  return ctx.db.feedback.findMany({
    where: { projectId: of.projectId, modelId: of.modelId, createdAt: { gte: of.since } },
    select: { predictionId: true, row: true, verdict: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: of.limit,
  });
}

export interface DrawnItem {
  version: number;
  entityHash: string;
  chance: number;
  /** The label that it was settled with; null while it waits, or where nobody could tell. */
  value: string | null;
  /** What the model had answered; null where the log has the row no more. */
  answer: string | null;
}

/** Rows that queues of a model drew at random since a moment, the newest first, each once. */
export async function listDrawn(ctx: Ctx, of: Of & { limit: number }): Promise<DrawnItem[]> {
  return ctx.db.$queryRaw<DrawnItem[]>`
    select i.version as version, i.entity_hash as "entityHash", i.chance, i.value, p.outcomes ->> i."row" as answer from (
      select distinct on (prediction_id, "row") version_number as version, entity_hash, inclusion_probability as chance, prediction_id, "row",
        case when state = 'settled' and outcome = 'label' then value end as value
      from review_items
      where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and created_at >= ${of.since}
        and inclusion_probability is not null
      order by prediction_id desc, "row", (state = 'settled' and outcome = 'label') desc limit ${of.limit}
    ) i left join predictions p on p.id = i.prediction_id and p.project_id = ${of.projectId}::uuid`;
}

export interface LabelledItem {
  predictionId: string;
  row: number;
  entityHash: string;
  value: string;
}

/** The newest rows of a model that were settled with a label since a moment, each once. */
export async function listLabelledItems(ctx: Ctx, of: Of & { limit: number }): Promise<LabelledItem[]> {
  return ctx.db.$queryRaw<LabelledItem[]>`
    select distinct on (prediction_id, "row") prediction_id as "predictionId", "row", entity_hash as "entityHash", value from review_items
    where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and settled_at >= ${of.since} and state = 'settled'
      and outcome = 'label'
    order by prediction_id desc, "row", settled_at desc limit ${of.limit}`;
}
