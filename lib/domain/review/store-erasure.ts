import 'server-only';
import { createHash } from 'node:crypto';
import type { Ctx } from '@/lib/platform/context';
import { Prisma } from '@/prisma/generated/client';

export interface ErasedItems {
  /** Items that waited: nobody can judge them any more. */
  waiting: number;
  /** Settled ones, which keep what was decided. */
  settled: number;
  /** Notes of reviewers. */
  notes: number;
  /** Known rows, which are asked nobody any more. */
  known: number;
}

/**
 * Erases what items hold of rows: what they are about and the notes of their reviewers. Items that wait are taken out; those that are settled
 * keep their decision, so that their counts stay. What was decided of the entities' destination goes too.
 */
export async function eraseItems(
  tx: Ctx,
  projectId: string,
  rows: readonly { predictionId: string; row: number }[],
  entities: readonly { modelId: string; entityHash: string }[],
): Promise<ErasedItems> {
  const places = JSON.stringify(
    rows.map(({ predictionId, row }) => [
      predictionId,
      row,
      createHash('sha256').update(`erased/${predictionId}.${row}`).digest('hex'),
    ]),
  );
  const isOne = (table: Prisma.Sql) => Prisma.sql`${table}.project_id = ${projectId}::uuid
    and ${table}.prediction_id = (r ->> 0)::uuid and ${table}."row" = (r ->> 1)::int`;
  const item = Prisma.sql`i`;
  const waiting = await tx.db.$executeRaw`
    delete from review_items i using jsonb_array_elements(${places}::jsonb) r where ${isOne(item)} and i.state <> 'settled'`;
  const notes = await tx.db.$executeRaw`
    update reviews v set note = '' from review_items i, jsonb_array_elements(${places}::jsonb) r
    where v.item_id = i.id and ${isOne(item)} and v.note <> ''`;
  const settled = await tx.db.$executeRaw`
    update review_items i set entity = null, stratum = null, entity_hash = r ->> 2
    from jsonb_array_elements(${places}::jsonb) r where ${isOne(item)}`;
  const known = await tx.db.$executeRaw`
    update review_gold g set entity = null, entity_hash = r ->> 2, retired_at = coalesce(g.retired_at, ${tx.now()})
    from jsonb_array_elements(${places}::jsonb) r where ${isOne(Prisma.sql`g`)}`;
  await tx.db.$executeRaw`
    update review_gold_answers a set note = '' from review_gold g, jsonb_array_elements(${places}::jsonb) r
    where a.gold_id = g.id and ${isOne(Prisma.sql`g`)} and a.note <> ''`;
  for (const { modelId, entityHash } of entities)
    await tx.db.entityDestination.deleteMany({ where: { modelId, entityHash } });
  return { waiting, settled, notes, known };
}

/** Settled items of a project, which stay whatever is erased. */
export const countSettledItems = (ctx: Ctx, projectId: string): Promise<number> =>
  ctx.db.reviewItem.count({ where: { projectId, state: 'settled' } });
