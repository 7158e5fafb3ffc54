import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { Prisma } from '@/prisma/generated/client';
import type { Splittable } from './split-evenly';

/**
 * Whether an item `i` is for others: it is for people of whom one, who is still in the project, has not reviewed it, and the reviewer is none
 * of them.
 */
export const isForOthers = (
  reviewer: string,
) => Prisma.sql`(i.assigned_to <> '{}' and not ${reviewer} = any(i.assigned_to) and exists (
  select 1 from unnest(i.assigned_to) a join memberships m on m.person_id::text = a and m.project_id = i.project_id
  where not exists (select 1 from reviews v where v.item_id = i.id and v.reviewer_id = a and v.taken_back_at is null)))`;

export async function isItemForOthers(ctx: Ctx, itemId: string, reviewer: string): Promise<boolean> {
  const [found] = await ctx.db.$queryRaw<{ is: boolean }[]>`
    select ${isForOthers(reviewer)} as is from review_items i where i.id = ${itemId}::uuid`;
  return found?.is ?? false;
}

/** Persons of a project who may decide, by name. */
export async function listDeciders(ctx: Ctx, projectId: string): Promise<{ id: string; name: string }[]> {
  return ctx.db.$queryRaw<{ id: string; name: string }[]>`
    select p.id::text as id, p.name from memberships m join people p on p.id = m.person_id
    where m.project_id = ${projectId}::uuid and m.role in ('administrator', 'scientist', 'reviewer') order by p.name, p.id`;
}

/** What of a queue each person was given: not reviewed yet, and reviewed; and what waits for nobody in particular. */
export async function countAssigned(
  ctx: Ctx,
  queueId: string,
): Promise<{ people: Map<string, { open: number; done: number }>; unassigned: number }> {
  const [rows, [{ n } = { n: 0 }]] = await Promise.all([
    ctx.db.$queryRaw<{ id: string; open: number; done: number }[]>`
      select a as id, count(*) filter (where r.id is null and i.state <> 'settled')::int as open,
        count(*) filter (where r.id is not null)::int as done
      from review_items i cross join lateral unnest(i.assigned_to) a
      left join reviews r on r.item_id = i.id and r.reviewer_id = a and r.taken_back_at is null
      where i.queue_id = ${queueId}::uuid and i.assigned_to <> '{}' group by a`,
    ctx.db.$queryRaw<{ n: number }[]>`
      select count(*)::int as n from review_items
      where queue_id = ${queueId}::uuid and state <> 'settled' and assigned_to = '{}'`,
  ]);
  return { people: new Map(rows.map(({ id, open, done }) => [id, { open, done }])), unassigned: n };
}

/** Items of a queue that wait, the most useful first. */
export async function listSplittable(
  ctx: Ctx,
  of: { queueId: string; items: readonly string[] | null; which: 'unassigned' | 'all' },
): Promise<Splittable[]> {
  const chosen = of.items === null ? Prisma.empty : Prisma.sql`and i.id = any(${[...of.items]}::uuid[])`;
  const free = of.which === 'all' ? Prisma.empty : Prisma.sql`and i.assigned_to = '{}'`;
  return ctx.db.$queryRaw<Splittable[]>`
    select i.id, greatest(1, i.reviews_wanted - i.reviews_done) as wanted,
      array(select r.reviewer_id from reviews r where r.item_id = i.id and r.taken_back_at is null) as "reviewedBy"
    from review_items i where i.queue_id = ${of.queueId}::uuid and i.state <> 'settled' ${chosen} ${free}
    order by i.priority desc, i.id`;
}

/**
 * Keeps whom items are for, and since when. Who holds one may still decide it, but for `by`, who lets go of what they give to others.
 */
export async function updateAssigned(
  ctx: Ctx,
  queue: { id: string; projectId: string },
  split: ReadonlyMap<string, readonly string[]>,
  by: string,
): Promise<void> {
  const pairs = JSON.stringify([...split]);
  const now = ctx.now();
  await ctx.db.$executeRaw`
    update review_items i set assigned_to = array(select jsonb_array_elements_text(r -> 1)),
      locked_until = case when i.locked_by = ${by} and jsonb_array_length(r -> 1) > 0 and not (r -> 1) @> to_jsonb(${by}::text)
        then null else i.locked_until end
    from jsonb_array_elements(${pairs}::jsonb) r where i.id = (r ->> 0)::uuid`;
  await ctx.db.$executeRaw`
    update review_assignments a set taken_at = ${now} from jsonb_array_elements(${pairs}::jsonb) r
    where a.item_id = (r ->> 0)::uuid and a.taken_at is null and not (r -> 1) ? a.person_id`;
  await ctx.db.$executeRaw`
    insert into review_assignments (id, project_id, queue_id, item_id, person_id, given_at)
    select gen_random_uuid(), ${queue.projectId}::uuid, ${queue.id}::uuid, (r ->> 0)::uuid, p, ${now}
    from jsonb_array_elements(${pairs}::jsonb) r cross join lateral jsonb_array_elements_text(r -> 1) p
    on conflict (item_id, person_id) where taken_at is null do nothing`;
}

/** Names of persons, by id. */
export async function namePersons(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.$queryRaw<{ id: string; name: string }[]>`
    select id::text as id, name from people where id::text = any(${[...ids]}::text[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
