import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { entityForms } from '@/lib/platform/fingerprint';
import { uuid7Floor, uuid7Time } from '@/lib/platform/uuid7';
import { Prisma } from '@/prisma/generated/client';
import { blankRows } from '../serving';
import { ERASED_KEY } from './schema';

export interface RowOfCall {
  predictionId: string;
  row: number;
}

const TIME = 'time';
const CALLS_A_WRITE = 500;
const HOUR_MS = 3_600_000;

/**
 * Rows of the log whose callers named this entity, whether it was kept as it was sent or as its fingerprint, oldest first, but for those that
 * were erased. Reads all calls of the project.
 */
export async function listEntityRows(
  ctx: Ctx,
  { projectId, entity }: { projectId: string; entity: string },
): Promise<(RowOfCall & { modelId: string })[]> {
  const [asSent, asFingerprint] = entityForms(projectId, entity);
  return ctx.db.$queryRaw<(RowOfCall & { modelId: string })[]>`
    select p.id as "predictionId", (said.n - 1)::int as row, p.model_id as "modelId" from predictions p
    cross join lateral jsonb_array_elements(case when jsonb_typeof(p.context) = 'array' then p.context else '[]' end) with ordinality as said(one, n)
    where p.project_id = ${projectId}::uuid and said.one ->> 'entity' in (${asSent}, ${asFingerprint}) and p.shadow_of is null
      and (p.context @> jsonb_build_array(jsonb_build_object('entity', ${asSent}::text))
        or p.context @> jsonb_build_array(jsonb_build_object('entity', ${asFingerprint}::text)))
    order by p.id, said.n`;
}

interface Call {
  id: string;
  shadowOf: string | null;
  rows: number;
  tensors: Uint8Array;
  context: unknown;
}

/**
 * Erases what calls sent in some of their rows: inputs, and all that callers said of them but the moment. What was answered and the calls
 * themselves stay, and so do their counts. Shadows of the calls too, and the answers that are kept for repeated calls. Returns the calls.
 */
export async function blankLoggedRows(tx: Ctx, projectId: string, rows: readonly RowOfCall[]): Promise<number> {
  const byCall = new Map<string, Set<number>>();
  for (const { predictionId, row } of rows) byCall.set(predictionId, (byCall.get(predictionId) ?? new Set()).add(row));
  const ids = [...byCall.keys()];
  const today = tx.now().toISOString().slice(0, 10);
  let calls = 0;
  for (let from = 0; from < ids.length; from += CALLS_A_WRITE) {
    const part = ids.slice(from, from + CALLS_A_WRITE);
    const times = part.map(uuid7Time);
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const found = await tx.db.$queryRaw<Call[]>`
      select id, shadow_of as "shadowOf", rows, tensors, context from predictions
      where project_id = ${projectId}::uuid and (id = any(${part}::uuid[]) or shadow_of = any(${part}::uuid[]))
        and id >= ${uuid7Floor(first)}::uuid and id < ${uuid7Floor(last + HOUR_MS)}::uuid for update`;
    for (const call of found) {
      const erased = byCall.get(call.shadowOf ?? call.id) ?? new Set<number>();
      const said = Array.isArray(call.context) ? (call.context as unknown[]) : null;
      const context = said?.map((one, row) => (erased.has(row) ? keptOf(one, today) : one)) ?? null;
      await tx.db.$executeRaw`
        update predictions set tensors = ${blankRows(call.tensors, erased, call.rows)}, truncated = truncated or ${erased.size >= call.rows},
          context = ${context === null ? Prisma.sql`null` : Prisma.sql`${JSON.stringify(context)}::jsonb`}
        where id = ${call.id}::uuid`;
      calls += 1;
    }
    await tx.db.idempotencyKey.deleteMany({ where: { projectId, predictionId: { in: part } } });
  }
  return calls;
}

/** Of what callers said of a row, the moment stays, so that the row stays in its day. */
function keptOf(said: unknown, day: string): Record<string, unknown> {
  const time = said && typeof said === 'object' ? (said as Record<string, unknown>)[TIME] : undefined;
  return { ...(time === undefined ? {} : { [TIME]: time }), [ERASED_KEY]: day };
}

/** How many calls of a project the log has. */
export async function countCalls(ctx: Ctx, projectId: string): Promise<number> {
  return ctx.db.prediction.count({ where: { projectId } });
}
