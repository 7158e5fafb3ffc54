import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7Floor } from '@/lib/platform/uuid7';

/** Of the newest answers that a version gave beside, until they are `answers` rows: how many were compared and how many agree. */
export async function countAgreement(
  ctx: Ctx,
  of: { projectId: string; modelId: string; version: number; from: Date; answers: number },
): Promise<{ compared: number; agreeing: number }> {
  const [found] = await ctx.db.$queryRaw<{ compared: bigint; agreeing: bigint }[]>`
    with newest as (
      select id, rows, coalesce(agreeing, 0) as agreeing from predictions
      where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and version_number = ${of.version}
        and route = 'shadow' and id >= ${uuid7Floor(of.from.getTime())}::uuid
      order by id desc limit ${of.answers}
    ), counted as (
      select rows, agreeing, sum(rows) over (order by id desc) - rows as before from newest
    )
    select coalesce(sum(rows), 0)::bigint as compared, coalesce(sum(agreeing), 0)::bigint as agreeing
    from counted where before < ${of.answers}`;
  return { compared: Number(found?.compared ?? 0), agreeing: Number(found?.agreeing ?? 0) };
}

const NEWEST = 5000;

/** Of the newest calls since a moment: how many were handed on without being wholly read, by reason. */
export async function countPassed(
  ctx: Ctx,
  of: { projectId: string; modelId: string; version: number; since: Date },
): Promise<{ calls: number; reasons: { reason: string; calls: number }[] }> {
  const rows = await ctx.db.$queryRaw<{ reason: string | null; calls: bigint }[]>`
    select reason, count(*) as calls from (
      select context->0->>'passed-through' as reason from predictions
      where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and version_number = ${of.version}
        and route = 'champion' and id >= ${uuid7Floor(of.since.getTime())}::uuid
      order by id desc limit ${NEWEST}
    ) as newest group by reason order by calls desc, reason`;
  return {
    calls: rows.reduce((sum, { calls }) => sum + Number(calls), 0),
    reasons: rows.flatMap(({ reason, calls }) => (reason === null ? [] : [{ reason, calls: Number(calls) }])),
  };
}
