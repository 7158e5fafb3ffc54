import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7, uuid7Floor } from '@/lib/platform/uuid7';
import { Prisma, type ReviewQueue as QueueRow } from '@/prisma/generated/client';
import { destinationOf } from './entity-destination';
import { AgreementScale, type QueueContent, type QueueCounts, QueueRules } from './schema';
import { findExamShare, keepDestinations } from './store-destinations';

const LEASE_MS = 120_000;

export interface StoredQueue extends QueueContent {
  id: string;
  projectId: string;
  modelId: string;
  createdAt: Date;
}

const toQueue = (row: QueueRow): StoredQueue => ({
  id: row.id,
  projectId: row.projectId,
  modelId: row.modelId,
  name: row.name,
  rules: QueueRules.parse(row.rules),
  reviewsWanted: row.reviewsWanted,
  isBlind: row.isBlind,
  tolerance: row.tolerance,
  instructions: row.instructions,
  lockMinutes: row.lockMinutes,
  goldShare: row.goldShare,
  scale: row.scale === null ? null : AgreementScale.parse(row.scale),
  classOrder: row.classOrder,
  createdAt: row.createdAt,
});

/** The queues of a project, or of one of its models, that are not archived, by name. */
export async function listQueueRows(ctx: Ctx, of: { projectId: string; modelId?: string | undefined }) {
  const rows = await ctx.db.reviewQueue.findMany({
    where: { projectId: of.projectId, archivedAt: null, ...(of.modelId === undefined ? {} : { modelId: of.modelId }) },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  return rows.map(toQueue);
}

/** How far numbers of a queue may differ and still agree; also of an archived one. */
export async function findQueueTolerance(ctx: Ctx, id: string): Promise<number> {
  return (await ctx.db.reviewQueue.findUnique({ where: { id }, select: { tolerance: true } }))?.tolerance ?? 0;
}

export async function findQueueRow(ctx: Ctx, id: string): Promise<StoredQueue | null> {
  const row = await ctx.db.reviewQueue.findFirst({ where: { id, archivedAt: null } });
  return row && toQueue(row);
}

/** No other change of the model's queues until the transaction ends. */
export async function lockQueues(ctx: Ctx, modelId: string): Promise<void> {
  await ctx.db.$executeRaw`select pg_advisory_xact_lock(hashtext(${`review-queues/${modelId}`}))`;
}

/** Rows that are answered from now on come into it, and complaints of the last 90 days. */
export async function insertQueueRow(
  ctx: Ctx,
  of: { projectId: string; modelId: string },
  content: QueueContent,
  by: string,
): Promise<StoredQueue> {
  const now = ctx.now();
  return toQueue(
    await ctx.db.reviewQueue.create({
      data: {
        id: uuid7(now.getTime()),
        ...of,
        ...content,
        readTo: uuid7Floor(now.getTime()),
        complaintsTo: new Date(now.getTime() - 90 * 86_400_000),
        dueAt: now,
        createdBy: by,
        createdAt: now,
      },
    }),
  );
}

export async function updateQueueRow(ctx: Ctx, id: string, content: QueueContent): Promise<StoredQueue> {
  return toQueue(await ctx.db.reviewQueue.update({ where: { id }, data: { ...content, dueAt: ctx.now() } }));
}

export async function archiveQueueRow(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.reviewQueue.update({ where: { id }, data: { archivedAt: ctx.now() } });
}

/** What is in queues, by their ids; held are items that others than the caller have at the moment. */
export async function countItems(
  ctx: Ctx,
  queueIds: readonly string[],
  caller: string,
): Promise<Map<string, QueueCounts>> {
  const rows = await ctx.db.$queryRaw<({ id: string } & QueueCounts)[]>`
    select queue_id as id, count(*) filter (where state = 'open')::int as open,
      count(*) filter (where state = 'disputed')::int as disputed, count(*) filter (where state = 'settled')::int as settled,
      count(*) filter (where state <> 'settled' and locked_until > ${ctx.now()} and locked_by <> ${caller})::int as held
    from review_items where queue_id = any(${[...queueIds]}::uuid[]) group by queue_id`;
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

export interface ClaimedQueue extends StoredQueue {
  claim: string;
  readTo: string;
  complaintsTo: Date;
}

/** Takes the queue that has waited for longest to be filled; null where none is due. Two workers never get the same one. System scope. */
export async function claimQueue(ctx: Ctx): Promise<ClaimedQueue | null> {
  const now = ctx.now();
  const claim = uuid7();
  const [found] = await ctx.begin(
    (db) => db.$queryRaw<{ id: string }[]>`
      update review_queues set claim = ${claim}::uuid, claimed_until = ${new Date(now.getTime() + LEASE_MS)}
      where id = (
        select id from review_queues
        where archived_at is null and due_at <= ${now} and (claimed_until is null or claimed_until < ${now})
        order by due_at limit 1 for update skip locked
      ) returning id`,
  );
  if (!found) return null;
  const row = await ctx.db.reviewQueue.findUniqueOrThrow({ where: { id: found.id } });
  return { ...toQueue(row), claim, readTo: row.readTo, complaintsTo: row.complaintsTo };
}

/** Gives a claimed queue back with how far it was read, in the transaction that wrote its items. False where another worker has it now. */
export async function settleQueue(
  ctx: Ctx,
  queue: ClaimedQueue,
  read: { readTo: string; complaintsTo: Date; dueAt: Date },
): Promise<boolean> {
  const { count } = await ctx.db.reviewQueue.updateMany({
    where: { id: queue.id, claim: queue.claim },
    data: { ...read, claim: null, claimedUntil: null },
  });
  return count === 1;
}

export interface NewItem {
  versionNumber: number;
  predictionId: string;
  row: number;
  reasons: readonly string[];
  inclusionProbability: number | null;
  priority: number;
  entity: string | null;
  entityHash: string;
  /** The value or band of the column by which it was drawn. */
  stratum: string | null;
}

/**
 * Puts rows into a queue. A row that is there already gets the new reasons and keeps its place; what was drawn at random stays so. Nothing is
 * added to what is settled but the reasons.
 */
export async function insertItems(
  ctx: Ctx,
  queue: Pick<StoredQueue, 'id' | 'projectId' | 'modelId' | 'reviewsWanted'>,
  items: readonly NewItem[],
): Promise<number> {
  if (items.length === 0) return 0;
  const now = ctx.now();
  const share = await findExamShare(ctx, queue.projectId);
  const kept = await keepDestinations(
    ctx,
    queue,
    new Map(items.map(({ entityHash }) => [entityHash, destinationOf(entityHash, share)])),
  );
  const rows = items.map((item) => [
    ...[uuid7(now.getTime()), item.versionNumber, item.predictionId, item.row, item.reasons, item.inclusionProbability],
    ...[item.priority, item.entity, item.entityHash, kept.get(item.entityHash), item.stratum],
  ]);
  const found = await ctx.db.$queryRaw<{ isNew: boolean }[]>`
    insert into review_items (id, project_id, queue_id, model_id, version_number, prediction_id, "row", reasons,
      inclusion_probability, priority, entity, entity_hash, destination, stratum, state, reviews_wanted, created_at)
    select (r ->> 0)::uuid, ${queue.projectId}::uuid, ${queue.id}::uuid, ${queue.modelId}::uuid, (r ->> 1)::int, (r ->> 2)::uuid,
      (r ->> 3)::int, array(select jsonb_array_elements_text(r -> 4)), (r ->> 5)::float8, (r ->> 6)::float8, r ->> 7, r ->> 8, r ->> 9,
      r ->> 10, 'open', ${queue.reviewsWanted}, ${now}::timestamptz
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) r
    on conflict (queue_id, prediction_id, "row") do update set
      reasons = array(select distinct unnest(review_items.reasons || excluded.reasons) order by 1),
      inclusion_probability = coalesce(review_items.inclusion_probability, excluded.inclusion_probability),
      stratum = coalesce(review_items.stratum, excluded.stratum),
      priority = greatest(review_items.priority, excluded.priority)
    returning (xmax = 0) as "isNew"`;
  return found.filter(({ isNew }) => isNew).length;
}

/**
 * Takes complaints that were withdrawn out of what waits in a queue: a row that was there for nothing else leaves it, unless somebody has
 * reviewed it or holds it.
 */
export async function dropComplaints(
  ctx: Ctx,
  queueId: string,
  rows: readonly { predictionId: string; row: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  const places = JSON.stringify(rows.map(({ predictionId, row }) => [predictionId, row]));
  const isOne = Prisma.sql`i.queue_id = ${queueId}::uuid and i.state <> 'settled'
    and i.prediction_id = (r ->> 0)::uuid and i."row" = (r ->> 1)::int`;
  await ctx.db.$executeRaw`
    delete from review_items i using jsonb_array_elements(${places}::jsonb) r
    where ${isOne} and i.reasons <@ array['complaint', 'withdrawn'] and (i.locked_until is null or i.locked_until <= ${ctx.now()})
      and not exists (select 1 from reviews v where v.item_id = i.id)`;
  await ctx.db.$executeRaw`
    update review_items i set reasons = array_replace(i.reasons, 'complaint', 'withdrawn')
    from jsonb_array_elements(${places}::jsonb) r where ${isOne} and 'complaint' = any(i.reasons)`;
}

/** Items that are not settled, counted no further than `most`. */
export async function countWaiting(ctx: Ctx, queueId: string, most: number): Promise<number> {
  const [{ n } = { n: 0 }] = await ctx.db.$queryRaw<{ n: number }[]>(Prisma.sql`
    select count(*)::int as n from (
      select 1 from review_items where queue_id = ${queueId}::uuid and state <> 'settled' limit ${most}) waiting`);
  return n;
}
