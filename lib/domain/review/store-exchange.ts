import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { Prisma } from '@/prisma/generated/client';
import type { StoredItem, StoredReview } from './store-items';

export interface ExchangedReview
  extends Pick<StoredReview, 'reviewerId' | 'reviewerName' | 'decision' | 'value' | 'note' | 'tookMs' | 'createdAt'> {
  /** Of a person of this server. */
  email: string | null;
}

/** Reviews of items that were not taken back, oldest first. */
export async function listReviewsOf(ctx: Ctx, itemIds: readonly string[]): Promise<Map<string, ExchangedReview[]>> {
  if (itemIds.length === 0) return new Map();
  const rows = await ctx.db.$queryRaw<(ExchangedReview & { itemId: string })[]>`
    select r.item_id as "itemId", r.reviewer_id as "reviewerId", r.reviewer_name as "reviewerName", r.decision, r.value, r.note,
      r.took_ms as "tookMs", r.created_at as "createdAt", p.email
    from reviews r left join people p on p.id::text = r.reviewer_id
    where r.item_id = any(${[...itemIds]}::uuid[]) and r.taken_back_at is null order by r.id`;
  const found = new Map<string, ExchangedReview[]>();
  for (const { itemId, ...review } of rows) found.set(itemId, [...(found.get(itemId) ?? []), review]);
  return found;
}

export interface RowPlaceOfCall {
  predictionId: string;
  row: number;
}

/** The items of a queue that stand for rows, by row id; with `isLocked` nobody else changes them until the transaction ends. */
export async function findItemsOf(
  ctx: Ctx,
  of: { queueId: string; rows: readonly RowPlaceOfCall[]; isLocked: boolean },
): Promise<Map<string, StoredItem>> {
  const rows = JSON.stringify(of.rows.map(({ predictionId, row }) => [predictionId, row]));
  const found = await ctx.db.$queryRaw<{ id: string }[]>`
    select i.id from review_items i
    join jsonb_array_elements(${rows}::jsonb) r on i.prediction_id = (r ->> 0)::uuid and i."row" = (r ->> 1)::int
    where i.queue_id = ${of.queueId}::uuid order by i.id ${of.isLocked ? Prisma.sql`for update of i` : Prisma.empty}`;
  const items = await ctx.db.reviewItem.findMany({ where: { id: { in: found.map(({ id }) => id) } } });
  return new Map(items.map((item) => [`${item.predictionId}.${item.row}`, item]));
}
