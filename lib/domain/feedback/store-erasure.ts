import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { Prisma } from '@/prisma/generated/client';

type Rows = readonly { predictionId: string; row: number }[];

const ofRows = (rows: Rows) => JSON.stringify(rows.map(({ predictionId, row }) => [predictionId, row]));

/** What people wrote: reasons, right values of fields, texts of scores. The verdict, what it should have been and numbers stay. */
const WITHOUT_TEXT = Prisma.sql`reason = '',
  fields = coalesce((select jsonb_agg(f || '{"value": null}'::jsonb) from jsonb_array_elements(fields) f), '[]'::jsonb),
  scores = coalesce((select jsonb_object_agg(key, value) from jsonb_each(scores) where jsonb_typeof(value) <> 'string'), '{}'::jsonb)`;

export interface ErasedFeedback {
  feedback: number;
  history: number;
  comments: number;
}

/** Erases what people wrote about rows. Verdicts stay, so that their counts do; what was said before and comments go. */
export async function eraseFeedbackAbout(tx: Ctx, projectId: string, rows: Rows): Promise<ErasedFeedback> {
  const places = ofRows(rows);
  const isOne = Prisma.sql`t.project_id = ${projectId}::uuid and (t.prediction_id, t."row") in (
    select (r ->> 0)::uuid, (r ->> 1)::int from jsonb_array_elements(${places}::jsonb) r)`;
  const feedback = await tx.db.$executeRaw`update feedback t set ${WITHOUT_TEXT} where ${isOne}`;
  const history = await tx.db.$executeRaw`delete from feedback_history t where ${isOne}`;
  const comments = await tx.db.$executeRaw`delete from thread_entries t where ${isOne}`;
  await tx.db.$executeRaw`
    delete from feedback_events where project_id = ${projectId}::uuid and content ->> 'rowId' in (
      select concat(r ->> 0, '.', r ->> 1) from jsonb_array_elements(${places}::jsonb) r)`;
  return { feedback, history, comments };
}

/** Who gave feedback is known by the id or name that it holds, or by the e-mail address of the person. */
const isGiver = (id: Prisma.Sql, name: Prisma.Sql, giver: string) => Prisma.sql`(${id} = ${giver} or ${name} = ${giver}
  or ${id} in (select p.id::text from people p where lower(p.email) = lower(${giver})))`;

/** Rows on which a giver has said something, or once had. */
export async function listGiverRows(
  ctx: Ctx,
  { projectId, giver }: { projectId: string; giver: string },
): Promise<{ predictionId: string; row: number }[]> {
  const is = isGiver(Prisma.sql`giver_id`, Prisma.sql`given_by`, giver);
  return ctx.db.$queryRaw<{ predictionId: string; row: number }[]>`
    select prediction_id as "predictionId", "row" from feedback where project_id = ${projectId}::uuid and ${is}
    union select prediction_id, "row" from feedback_history where project_id = ${projectId}::uuid and ${is}
    union select prediction_id, "row" from thread_entries where project_id = ${projectId}::uuid
      and ${isGiver(Prisma.sql`author_id`, Prisma.sql`author_name`, giver)}
    order by 1, 2`;
}

/** The name under which feedback stands whose giver was erased. */
export const ERASED_GIVER = 'erased';

/** Erases who gave feedback and what they wrote. Verdicts stay without a name; what they said before and their comments go. */
export async function eraseGiver(
  tx: Ctx,
  { projectId, giver }: { projectId: string; giver: string },
): Promise<ErasedFeedback> {
  const is = isGiver(Prisma.sql`giver_id`, Prisma.sql`given_by`, giver);
  const history = await tx.db.$executeRaw`
    delete from feedback_history where project_id = ${projectId}::uuid and ${is}`;
  const feedback = await tx.db.$executeRaw`
    update feedback set ${WITHOUT_TEXT}, given_by = ${ERASED_GIVER}, giver_id = null, wants_mail = false
    where project_id = ${projectId}::uuid and ${is}`;
  const comments = await tx.db.$executeRaw`
    delete from thread_entries where project_id = ${projectId}::uuid
      and ${isGiver(Prisma.sql`author_id`, Prisma.sql`author_name`, giver)}`;
  return { feedback, history, comments };
}

/** Verdicts and labels of a project, which stay whatever is erased. */
export async function countKept(ctx: Ctx, projectId: string): Promise<{ feedback: number; labels: number }> {
  const [feedback, labels] = await Promise.all([
    ctx.db.feedback.count({ where: { projectId } }),
    ctx.db.label.count({ where: { projectId } }),
  ]);
  return { feedback, labels };
}
