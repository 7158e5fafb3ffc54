import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import type { ReviewGold, ReviewGoldAnswer } from '@/prisma/generated/client';
import type { Destination } from './schema';

export type StoredGold = ReviewGold;
export type StoredGoldAnswer = ReviewGoldAnswer;

/** Known rows of a queue, newest first, with how often they were asked. */
export async function listGoldRows(ctx: Ctx, queueId: string): Promise<StoredGold[]> {
  return ctx.db.reviewGold.findMany({ where: { queueId, retiredAt: null }, orderBy: { id: 'desc' } });
}

export async function countGold(ctx: Ctx, queueId: string): Promise<number> {
  return ctx.db.reviewGold.count({ where: { queueId, retiredAt: null } });
}

export type NewGold = Pick<
  StoredGold,
  'versionNumber' | 'predictionId' | 'row' | 'entity' | 'entityHash' | 'destination' | 'value'
>;

/** Adds known rows; one that is known already stays, one that was taken out comes back with its new value. Returns how many are new. */
export async function insertGold(
  ctx: Ctx,
  of: { queueId: string; projectId: string; source: 'settled' | 'hand'; by: string },
  rows: readonly NewGold[],
): Promise<number> {
  const now = ctx.now();
  let added = 0;
  for (const row of rows) {
    const { queueId, projectId, source, by } = of;
    added += await ctx.db.$executeRaw`
      insert into review_gold (id, project_id, queue_id, version_number, prediction_id, "row", entity, entity_hash, destination, value, source,
        created_by, created_at)
      values (${uuid7(now.getTime())}::uuid, ${projectId}::uuid, ${queueId}::uuid, ${row.versionNumber}, ${row.predictionId}::uuid, ${row.row},
        ${row.entity}, ${row.entityHash}, ${row.destination}, ${row.value}, ${source}, ${by}, ${now}::timestamptz)
      on conflict (queue_id, prediction_id, "row") do update set retired_at = null, value = excluded.value, source = excluded.source
        where review_gold.retired_at is not null`;
  }
  return added;
}

/** Takes a known row out: it is asked nobody any more, and what was said of it still counts. False where there is none. */
export async function retireGold(ctx: Ctx, of: { queueId: string; id: string }): Promise<boolean> {
  const { count } = await ctx.db.reviewGold.updateMany({
    where: { ...of, retiredAt: null },
    data: { retiredAt: ctx.now() },
  });
  return count === 1;
}

/** Newest rows that reviews of a model settled with a label, each once and with its last value, which are not known rows of the queue. */
export async function listSettledAnswers(
  ctx: Ctx,
  of: { queueId: string; modelId: string; destination: Destination | null; limit: number },
): Promise<NewGold[]> {
  return ctx.db.$queryRaw<NewGold[]>`
    select * from (
      select distinct on (prediction_id, "row") version_number as "versionNumber", prediction_id as "predictionId", "row", entity,
        entity_hash as "entityHash", destination, value, settled_at
      from review_items i
      where model_id = ${of.modelId}::uuid and state = 'settled' and outcome = 'label' and value is not null
        and (${of.destination}::text is null or destination = ${of.destination})
        and not exists (select 1 from review_gold g where g.queue_id = ${of.queueId}::uuid and g.retired_at is null
          and g.prediction_id = i.prediction_id and g."row" = i."row")
      order by prediction_id, "row", settled_at desc
    ) settled order by settled_at desc limit ${of.limit}`;
}

export interface AskedGold {
  gold: StoredGold;
  answer: StoredGoldAnswer;
}

/** The known row that stands behind the id of an item, or null where that is an item. */
export async function findAsked(ctx: Ctx, id: string): Promise<AskedGold | null> {
  const answer = await ctx.db.reviewGoldAnswer.findUnique({ where: { id } });
  const gold = answer && (await ctx.db.reviewGold.findUnique({ where: { id: answer.goldId } }));
  return gold && { gold, answer };
}

/** The known row that a person was asked and has not answered, or null. */
export async function findOpenAsk(ctx: Ctx, queueId: string, reviewerId: string): Promise<AskedGold | null> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    select a.id from review_gold_answers a join review_gold g on g.id = a.gold_id
    where a.queue_id = ${queueId}::uuid and a.reviewer_id = ${reviewerId} and a.decision is null and g.retired_at is null
    order by a.id desc limit 1`;
  return rows[0] ? findAsked(ctx, rows[0].id) : null;
}

/** How many times a person has decided in a queue, known rows among them. Never falls. */
export async function countDecided(ctx: Ctx, queueId: string, reviewerId: string): Promise<number> {
  const [{ n } = { n: 0 }] = await ctx.db.$queryRaw<{ n: number }[]>`
    select ((select count(*) from reviews r join review_items i on i.id = r.item_id
        where i.queue_id = ${queueId}::uuid and r.reviewer_id = ${reviewerId})
      + (select count(*) from review_gold_answers where queue_id = ${queueId}::uuid and reviewer_id = ${reviewerId}))::int as n`;
  return n;
}

/**
 * Asks a person a known row that they have not been asked, in an order of their own. Rows that they have reviewed in any queue are none for
 * them. Null where none is left.
 */
export async function askGold(
  ctx: Ctx,
  of: { queueId: string; projectId: string },
  reviewer: { id: string; name: string },
): Promise<AskedGold | null> {
  const now = ctx.now();
  const id = uuid7(now.getTime());
  const asked = await ctx.db.$executeRaw`
    insert into review_gold_answers (id, project_id, queue_id, gold_id, reviewer_id, reviewer_name, asked_at)
    select ${id}::uuid, ${of.projectId}::uuid, ${of.queueId}::uuid, g.id, ${reviewer.id}::text, ${reviewer.name}::text, ${now}::timestamptz
    from review_gold g
    where g.queue_id = ${of.queueId}::uuid and g.retired_at is null
      and not exists (select 1 from review_gold_answers a where a.gold_id = g.id and a.reviewer_id = ${reviewer.id})
      and not exists (select 1 from review_items i join reviews r on r.item_id = i.id
        where i.prediction_id = g.prediction_id and i."row" = g."row" and r.reviewer_id = ${reviewer.id})
    order by md5(g.id::text || ${reviewer.id}::text) limit 1
    on conflict (gold_id, reviewer_id) do nothing`;
  return asked === 0 ? null : findAsked(ctx, id);
}

/** Keeps what a person said of a known row; false where they had said something already. Null takes it back. */
export async function updateAnswer(
  ctx: Ctx,
  id: string,
  said: Pick<StoredGoldAnswer, 'decision' | 'value' | 'note' | 'tookMs'> | null,
): Promise<boolean> {
  const { count } = await ctx.db.reviewGoldAnswer.updateMany({
    where: { id, decision: said === null ? { not: null } : null },
    data: said ? { ...said, answeredAt: ctx.now() } : { decision: null, value: null, tookMs: null, answeredAt: null },
  });
  return count === 1;
}

export interface GivenGold {
  goldId: string;
  reviewerId: string;
  reviewerName: string;
  decision: string;
  value: string | null;
  truth: string;
}

/** What people said of the known rows of a queue since a moment, skips left out. */
export async function listGoldAnswers(ctx: Ctx, queueId: string, since: Date): Promise<GivenGold[]> {
  return ctx.db.$queryRaw<GivenGold[]>`
    select a.gold_id as "goldId", a.reviewer_id as "reviewerId", a.reviewer_name as "reviewerName", a.decision, a.value, g.value as truth
    from review_gold_answers a join review_gold g on g.id = a.gold_id
    where a.queue_id = ${queueId}::uuid and a.answered_at >= ${since} and a.decision <> 'skip'`;
}
