import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { type ReviewItem as ItemOfTable, Prisma, type Review } from '@/prisma/generated/client';
import type { Destination, Outcome } from './schema';
import { isForOthers } from './store-assignment';

export type StoredItem = ItemOfTable;
export type StoredReview = Review;

export async function findItemRow(ctx: Ctx, id: string): Promise<StoredItem | null> {
  return ctx.db.reviewItem.findUnique({ where: { id } });
}

/** The item, which nobody else changes until the transaction ends. */
export async function lockItem(ctx: Ctx, id: string): Promise<StoredItem | null> {
  await ctx.db.$queryRaw`select id from review_items where id = ${id}::uuid for update`;
  return findItemRow(ctx, id);
}

/**
 * Reserves the most useful item of a queue that the person has not reviewed: one that they hold already, else one that is for them, else one
 * that is for nobody in particular. Two people never get the same one, however many ask at once.
 */
export async function takeNext(ctx: Ctx, queueId: string, reviewer: string, until: Date): Promise<string | null> {
  const now = ctx.now();
  // One after the other, so that an index has them in order: all that wait are not sorted for one of them.
  const held = Prisma.sql`locked_by = ${reviewer} and locked_until > ${now}`;
  const free = Prisma.sql`(locked_until is null or locked_until <= ${now})`;
  const forThem = Prisma.sql`assigned_to <> '{}' and ${reviewer} = any(assigned_to) and ${free}`;
  const forAnybody = Prisma.sql`${free} and not ${isForOthers(reviewer)}`;
  for (const which of [held, forThem, forAnybody]) {
    const [found] = await ctx.begin(
      (db) => db.$queryRaw<{ id: string }[]>`
        update review_items set locked_by = ${reviewer}, locked_until = ${until}
        where id = (
          select id from review_items i where queue_id = ${queueId}::uuid and state <> 'settled' and ${which}
            and not exists (select 1 from reviews r where r.item_id = i.id and r.reviewer_id = ${reviewer} and r.taken_back_at is null)
          order by priority desc, id limit 1 for update of i skip locked
        ) returning id`,
    );
    if (found) return found.id;
  }
  return null;
}

export async function holdRow(ctx: Ctx, id: string, reviewer: string, until: Date): Promise<void> {
  await ctx.db.reviewItem.update({ where: { id }, data: { lockedBy: reviewer, lockedUntil: until } });
}

/** All reviews of an item, oldest first, with those that were taken back. */
export async function listReviewRows(ctx: Ctx, itemId: string): Promise<StoredReview[]> {
  return ctx.db.review.findMany({ where: { itemId }, orderBy: { id: 'asc' } });
}

/** The same of several items, by item. */
export async function listReviewRowsOf(ctx: Ctx, itemIds: readonly string[]): Promise<Map<string, StoredReview[]>> {
  const rows = await ctx.db.review.findMany({ where: { itemId: { in: [...itemIds] } }, orderBy: { id: 'asc' } });
  const found = new Map<string, StoredReview[]>();
  for (const row of rows) found.set(row.itemId, [...(found.get(row.itemId) ?? []), row]);
  return found;
}

export async function insertReview(
  ctx: Ctx,
  review: Omit<StoredReview, 'id' | 'createdAt' | 'takenBackAt'>,
): Promise<void> {
  const now = ctx.now();
  await ctx.db.review.create({ data: { id: uuid7(now.getTime()), ...review, createdAt: now } });
}

export async function takeBackRow(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.review.update({ where: { id }, data: { takenBackAt: ctx.now() } });
}

export async function updateItem(
  ctx: Ctx,
  id: string,
  change: {
    state: 'open' | 'disputed' | 'settled';
    reviewsDone: number;
    outcome: Outcome | null;
    value: string | null;
    settledBy: string | null;
  },
): Promise<void> {
  const isSettled = change.state === 'settled';
  await ctx.db.reviewItem.update({
    where: { id },
    data: { ...change, settledAt: isSettled ? ctx.now() : null, lockedBy: null, lockedUntil: null },
  });
}

export async function releaseRow(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.reviewItem.update({ where: { id }, data: { lockedBy: null, lockedUntil: null } });
}

export async function deleteItem(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.reviewItem.delete({ where: { id } });
}

/** Rows of a destination that are settled with a label. */
export async function countDestination(
  ctx: Ctx,
  { modelId, destination }: { modelId: string; destination: string },
): Promise<number> {
  return ctx.db.reviewItem.count({ where: { modelId, destination, state: 'settled', outcome: 'label' } });
}

/** Items of a queue: those that wait in their order, or those that are settled, newest first; `after` is the last one of the page before. */
export async function listItemRows(
  ctx: Ctx,
  of: {
    queueId: string;
    state: 'open' | 'disputed' | 'settled' | undefined;
    /** Of those that are settled, only these. */
    settled?: { destination: Destination; outcome: Outcome };
  },
  page: { after: StoredItem | null; limit: number },
): Promise<StoredItem[]> {
  const { after, limit: take } = page;
  if (of.state === 'settled')
    return ctx.db.reviewItem.findMany({
      where: {
        queueId: of.queueId,
        state: 'settled',
        ...of.settled,
        ...(after?.settledAt
          ? { OR: [{ settledAt: { lt: after.settledAt } }, { settledAt: after.settledAt, id: { gt: after.id } }] }
          : {}),
      },
      orderBy: [{ settledAt: 'desc' }, { id: 'asc' }],
      take,
    });
  return ctx.db.reviewItem.findMany({
    where: {
      queueId: of.queueId,
      state: of.state ?? { not: 'settled' },
      ...(after
        ? { OR: [{ priority: { lt: after.priority } }, { priority: after.priority, id: { gt: after.id } }] }
        : {}),
    },
    orderBy: [{ priority: 'desc' }, { id: 'asc' }],
    take,
  });
}

/** The item of a row that was settled last, or null. */
export async function findSettledItem(
  ctx: Ctx,
  { projectId, predictionId, row }: { projectId: string; predictionId: string; row: number },
): Promise<StoredItem | null> {
  return ctx.db.reviewItem.findFirst({
    where: { projectId, predictionId, row, state: 'settled' },
    orderBy: { settledAt: 'desc' },
  });
}

/** The item of a queue that stands for a row, or null. */
export async function findItemOf(
  ctx: Ctx,
  of: { queueId: string; predictionId: string; row: number },
): Promise<StoredItem | null> {
  return ctx.db.reviewItem.findFirst({ where: of });
}

/** Hashes of the entities of a model that reviews have an exam row of, settled or not: nothing may be trained on them. */
export async function listExamEntities(ctx: Ctx, of: { projectId: string; modelId: string }): Promise<Set<string>> {
  const rows = await ctx.db.reviewItem.findMany({
    where: { ...of, destination: 'exam' },
    distinct: ['entityHash'],
    select: { entityHash: true },
  });
  return new Set(rows.map(({ entityHash }) => entityHash));
}

/** How many rows of a model reviews gave a label, at the end of the hour in which they did. */
export async function countSettled(
  ctx: Ctx,
  of: { projectId: string; modelId: string; from: Date; to: Date },
): Promise<{ at: Date; count: number }[]> {
  return ctx.db.$queryRaw<{ at: Date; count: number }[]>`
    select date_trunc('hour', settled_at) + interval '1 hour' as at, count(*)::int as count from review_items
    where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and outcome = 'label'
      and settled_at > ${of.from} and settled_at <= ${of.to}
    group by 1 order by 1`;
}
