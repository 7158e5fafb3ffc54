import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { Prisma, type ScoreDefinition } from '@/prisma/generated/client';
import { type NewScore, SCORE_KINDS, type Score } from './schema';

const toScore = (row: ScoreDefinition): Score => ({
  id: row.id,
  name: row.name,
  description: row.description,
  kind: SCORE_KINDS.find((kind) => kind === row.kind) ?? 'text',
  min: row.min,
  max: row.max,
  categories: row.categories,
  createdAt: row.createdAt.toISOString(),
  archivedAt: row.archivedAt?.toISOString() ?? null,
});

/** All scores of a project, those that are asked first, by name. */
export async function listScoreRows(ctx: Ctx, projectId: string): Promise<Score[]> {
  const rows = await ctx.db.scoreDefinition.findMany({
    where: { projectId },
    orderBy: [{ archivedAt: { sort: 'asc', nulls: 'first' } }, { name: 'asc' }],
  });
  return rows.map(toScore);
}

export async function findScoreRow(ctx: Ctx, id: string): Promise<(Score & { projectId: string }) | null> {
  const row = await ctx.db.scoreDefinition.findUnique({ where: { id } });
  return row && { ...toScore(row), projectId: row.projectId };
}

/** Null where the project has a score of this name. */
export async function insertScore(
  tx: Ctx,
  of: { projectId: string; createdBy: string },
  score: NewScore,
): Promise<Score | null> {
  const id = uuid7(tx.now().getTime());
  await tx.db.scoreDefinition.createMany({
    data: { id, ...of, ...score, createdAt: tx.now() },
    skipDuplicates: true,
  });
  return findScoreRow(tx, id);
}

export async function changeScore(
  tx: Ctx,
  id: string,
  change: { description?: string; archivedAt?: Date | null; archivedBy?: string | null },
): Promise<Score> {
  return toScore(await tx.db.scoreDefinition.update({ where: { id }, data: change }));
}

export interface GivenValues {
  name: string;
  n: number;
  mean: number | null;
  least: number | null;
  most: number | null;
}

interface Of {
  projectId: string;
  modelId: string;
  from: Date;
  to: Date;
}

const givenIn = ({ projectId, modelId, from, to }: Of) => Prisma.sql`
  from feedback f cross join lateral jsonb_each(f.scores) said
  where f.project_id = ${projectId}::uuid and f.model_id = ${modelId}::uuid and f.scores <> '{}'::jsonb
    and f.created_at >= ${from} and f.created_at < ${to}`;

/** How many values each score got in a window, and mean, least and most of its numbers. */
export async function countScores(ctx: Ctx, of: Of): Promise<GivenValues[]> {
  return ctx.db.$queryRaw`
    with said as (
      select said.key as name, case when jsonb_typeof(said.value) = 'number' then said.value::text::float8 end as value ${givenIn(of)})
    select name, count(*)::int as n, avg(value) as mean, min(value) as least, max(value) as most from said group by name`;
}

/** How often each value of some scores was given in a window. */
export async function countScoreValues(
  ctx: Ctx,
  of: Of,
  names: readonly string[],
): Promise<{ name: string; value: string; n: number }[]> {
  return ctx.db.$queryRaw`
    select said.key as name, said.value #>> '{}' as value, count(*)::int as n ${givenIn(of)} and said.key = any(${[...names]})
    group by 1, 2`;
}

export async function countGiven(ctx: Ctx, { projectId, modelId, from, to }: Of): Promise<number> {
  return ctx.db.feedback.count({ where: { projectId, modelId, createdAt: { gte: from, lt: to } } });
}
