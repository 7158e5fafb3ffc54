import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import type { Feedback as FeedbackRow } from '@/prisma/generated/client';
import type { Feedback, NewFeedback } from './schema';

const toFeedback = (row: FeedbackRow): Feedback => ({
  id: row.id,
  rowId: `${row.predictionId}.${row.row}`,
  verdict: row.verdict === 'right' ? 'right' : 'wrong',
  expected: row.expected,
  reason: row.reason,
  givenBy: row.givenBy,
  createdAt: row.createdAt.toISOString(),
  outcome:
    row.outcome === null || row.settledAt === null
      ? null
      : {
          decision: row.outcome === 'label' || row.outcome === 'cannot-tell' ? row.outcome : 'inputs-wrong',
          value: row.outcomeValue,
          settledAt: row.settledAt.toISOString(),
          toldAt: row.toldAt?.toISOString() ?? null,
          fixedVersion: row.fixedVersion,
        },
});

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

/** One verdict of a person on a row: a second one replaces the first. Keys stand for many people and add up. */
export async function saveFeedbackRow(
  ctx: Ctx,
  input: NewFeedback & {
    projectId: string;
    modelId: string | null;
    predictionId: string;
    row: number;
    givenBy: string;
    giverId: string | null;
    isPerson: boolean;
  },
): Promise<Feedback> {
  const { projectId, predictionId, row, giverId } = input;
  if (input.isPerson && giverId) await ctx.db.feedback.deleteMany({ where: { projectId, predictionId, row, giverId } });
  return toFeedback(
    await ctx.db.feedback.create({
      data: {
        projectId,
        predictionId,
        row,
        verdict: input.verdict,
        reason: input.reason ?? '',
        givenBy: input.givenBy,
        wantsMail: input.isPerson && input.wantsMail === true,
        createdAt: ctx.now(),
        ...(input.expected ? { expected: input.expected } : {}),
        ...(input.modelId ? { modelId: input.modelId } : {}),
        ...(giverId ? { giverId } : {}),
      },
    }),
  );
}

export async function listFeedbackRows(
  ctx: Ctx,
  of: { projectId: string; modelId: string; giverId: string | null },
  page: { cursor: string | null; limit: number },
): Promise<{ feedback: Feedback[]; counts: { right: number; wrong: number } }> {
  const where = {
    projectId: of.projectId,
    modelId: of.modelId,
    ...(of.giverId === null ? {} : { giverId: of.giverId }),
  };
  const rows = await ctx.db.feedback.findMany({
    where: { ...where, ...(page.cursor === null ? {} : { id: { lt: page.cursor } }) },
    orderBy: { id: 'desc' },
    take: page.limit,
  });
  return { feedback: rows.map(toFeedback), counts: await countVerdicts(ctx, where) };
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
  return found?.outcomes[of.row] ?? '';
}

export async function isLinkUsed(ctx: Ctx, nonce: string): Promise<boolean> {
  return (await ctx.db.usedFeedbackLink.findUnique({ where: { nonce } })) !== null;
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
}

/** Rows of a model that were said to be wrong from `from` up to `before`, each once. */
export async function listComplaints(
  ctx: Ctx,
  of: { projectId: string; modelId: string; from: Date; before: Date },
): Promise<Complaint[]> {
  return ctx.db.feedback.findMany({
    where: {
      projectId: of.projectId,
      modelId: of.modelId,
      verdict: 'wrong',
      createdAt: { gte: of.from, lt: of.before },
    },
    distinct: ['predictionId', 'row'],
    select: { predictionId: true, row: true },
  });
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
