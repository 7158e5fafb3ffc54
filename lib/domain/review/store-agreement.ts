import 'server-only';
import type { Ctx } from '@/lib/platform/context';

export interface GivenReview {
  itemId: string;
  entityHash: string;
  reviewerId: string;
  reviewerName: string;
  decision: string;
  value: string | null;
  isBlind: boolean;
  tookMs: number | null;
  /** The label that came by itself, if one did. */
  truth: string | null;
}

/** The newest reviews of a queue since a moment that were not taken back, with the automatic label of their row. */
export async function listGivenReviews(
  ctx: Ctx,
  of: { queueId: string; projectId: string; since: Date; limit: number },
): Promise<GivenReview[]> {
  return ctx.db.$queryRaw<GivenReview[]>`
    select r.item_id as "itemId", i.entity_hash as "entityHash", r.reviewer_id as "reviewerId", r.reviewer_name as "reviewerName",
      r.decision, r.value, (r.is_blind and not r.is_adjudication) as "isBlind", r.took_ms as "tookMs", l.value as truth
    from review_items i join reviews r on r.item_id = i.id
    left join labels l on l.project_id = ${of.projectId}::uuid and l.prediction_id = i.prediction_id and l."row" = i."row"
      and l.source = 'automatic'
    where i.queue_id = ${of.queueId}::uuid and r.taken_back_at is null and r.created_at >= ${of.since}
    order by r.created_at desc, r.id limit ${of.limit}`;
}

export interface QueueDay {
  day: Date;
  added: number;
  settled: number;
}

/** What came into a queue and what was settled, by UTC day since a moment, and what waited before it. */
export async function courseOf(
  ctx: Ctx,
  of: { queueId: string; since: Date },
): Promise<{ days: QueueDay[]; before: number }> {
  const [days, [{ before } = { before: 0 }]] = await Promise.all([
    ctx.db.$queryRaw<QueueDay[]>`
      select day, sum(added)::int as added, sum(settled)::int as settled from (
        select date_trunc('day', created_at, 'UTC') as day, count(*) as added, 0 as settled from review_items
        where queue_id = ${of.queueId}::uuid and created_at >= ${of.since} group by 1
        union all
        select date_trunc('day', settled_at, 'UTC'), 0, count(*) from review_items
        where queue_id = ${of.queueId}::uuid and settled_at >= ${of.since} group by 1
      ) parts group by day order by day`,
    ctx.db.$queryRaw<{ before: number }[]>`
      select count(*)::int as before from review_items
      where queue_id = ${of.queueId}::uuid and created_at < ${of.since} and (settled_at is null or settled_at >= ${of.since})`,
  ]);
  return { days, before };
}
