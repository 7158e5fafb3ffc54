import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { uuid7Floor } from '@/lib/platform/uuid7';
import { Prisma } from '@/prisma/generated/client';
import type { RowReference } from './row-id';
import { type PredictionFilter, PredictionOrigin } from './schema';

/** Calls that one page looks at: a filter that few rows fit ends a page early instead of scanning the log. */
const MAX_SCANNED = 5000;

const ListedRow = z.object({
  id: z.string(),
  row: z.int(),
  outcome: z.string(),
  receivedAt: z.date(),
  version: z.int(),
  route: z.string(),
  origin: PredictionOrigin,
  protocol: z.string(),
  caller: z.string().nullable(),
  latencyUs: z.int().nullable(),
  rows: z.int(),
  context: z.record(z.string(), z.string()).nullable(),
  verdict: z.enum(['right', 'wrong']).nullable(),
  label: z.object({ value: z.string(), source: z.string() }).nullable(),
});
export type ListedRow = z.infer<typeof ListedRow>;

export interface LogScope {
  projectId: string;
  modelId: string;
  /** Only calls of this person; null for everybody's. */
  caller: string | null;
}

function callConditions(of: LogScope, filter: PredictionFilter, cursor: RowReference | null): Prisma.Sql {
  const list = [Prisma.sql`project_id = ${of.projectId}::uuid`, Prisma.sql`model_id = ${of.modelId}::uuid`];
  if (of.caller !== null) list.push(Prisma.sql`caller = ${of.caller}`);
  if (filter.from) list.push(Prisma.sql`id >= ${uuid7Floor(Date.parse(filter.from))}::uuid`);
  if (filter.to) list.push(Prisma.sql`id < ${uuid7Floor(Date.parse(filter.to))}::uuid`);
  if (cursor) list.push(Prisma.sql`id <= ${cursor.predictionId}::uuid`);
  if (filter.version !== undefined) list.push(Prisma.sql`version_number = ${filter.version}`);
  // A shadow's answers stand beside those that callers got, and are listed only where they are asked for.
  list.push(filter.route ? Prisma.sql`route = ${filter.route}` : Prisma.sql`route <> 'shadow'`);
  if (filter.origin) list.push(Prisma.sql`origin = ${filter.origin}`);
  return Prisma.join(list, ' and ');
}

function rowConditions(filter: PredictionFilter, cursor: RowReference | null): Prisma.Sql {
  const list = [Prisma.sql`true`];
  if (cursor) list.push(Prisma.sql`(c.id < ${cursor.predictionId}::uuid or o.ord - 1 > ${cursor.row})`);
  if (filter.outcome !== undefined) list.push(Prisma.sql`o.outcome = ${filter.outcome}`);
  if (filter.context) {
    const at = filter.context.indexOf(':');
    list.push(
      Prisma.sql`c.context -> (o.ord - 1)::int ->> ${filter.context.slice(0, at)} = ${filter.context.slice(at + 1)}`,
    );
  }
  if (filter.feedback === 'none') list.push(Prisma.sql`f.verdict is null`);
  else if (filter.feedback === 'any') list.push(Prisma.sql`f.verdict is not null`);
  else if (filter.feedback) list.push(Prisma.sql`f.verdict = ${filter.feedback}`);
  return Prisma.join(list, ' and ');
}

/** Rows of the log, newest call first and its rows in order, with the newest verdict and label of each. */
export async function listRows(
  ctx: Ctx,
  of: LogScope,
  filter: PredictionFilter,
  page: { cursor: RowReference | null; limit: number },
): Promise<{ rows: ListedRow[]; scanned: number; last: string | null }> {
  const found = await ctx.db.$queryRaw<{ scanned: number; last: string | null; row: unknown }[]>`
    with calls as materialized (
      select id, received_at, version_number, route, origin, protocol, caller, latency_us, rows, outcomes, context
      from predictions where ${callConditions(of, filter, page.cursor)} order by id desc limit ${MAX_SCANNED}
    ), found as (
      select c.id, (o.ord - 1)::int as "row", o.outcome, c.received_at as "receivedAt", c.version_number as "version", c.route, c.origin,
        c.protocol, c.caller, c.latency_us as "latencyUs", c.rows, c.context -> (o.ord - 1)::int as context, f.verdict, l.label
      from calls c cross join lateral unnest(c.outcomes) with ordinality as o(outcome, ord)
      left join lateral (
        select verdict from feedback where prediction_id = c.id and "row" = o.ord - 1 and project_id = ${of.projectId}::uuid
        order by id desc limit 1
      ) f on true
      left join lateral (
        select jsonb_build_object('value', value, 'source', source) as label from labels
        where prediction_id = c.id and "row" = o.ord - 1 and project_id = ${of.projectId}::uuid
        order by source = 'review' desc, created_at desc limit 1
      ) l on true
      where ${rowConditions(filter, page.cursor)}
      order by c.id desc, o.ord limit ${page.limit}
    )
    select s.scanned, s.last, to_jsonb(found) as "row"
    from (select count(*)::int as scanned, (select id from calls order by id limit 1) as last from calls) s left join found on true
    order by found.id desc, found."row"`;
  return {
    scanned: found[0]?.scanned ?? 0,
    last: found[0]?.last ?? null,
    rows: found.flatMap(({ row }) => (row ? [ListedRow.parse(withDate(row))] : [])),
  };
}

/** to_jsonb writes times as text. */
const withDate = (row: unknown): unknown =>
  typeof row === 'object' && row !== null && 'receivedAt' in row
    ? { ...row, receivedAt: new Date(String(row.receivedAt)) }
    : row;

export const isLastPage = (scanned: number): boolean => scanned < MAX_SCANNED;

export interface ListedFailure {
  id: string;
  receivedAt: Date;
  versionNumber: number | null;
  status: number;
  code: string;
  message: string;
  protocol: string;
  caller: string | null;
  requestId: string | null;
  latencyUs: number;
}

/** Calls that failed, newest first. */
export async function listFailureRows(
  ctx: Ctx,
  of: LogScope,
  filter: { from?: string | undefined; to?: string | undefined; version?: number | undefined },
  page: { cursor: string | null; limit: number },
): Promise<ListedFailure[]> {
  return ctx.db.predictionError.findMany({
    where: {
      projectId: of.projectId,
      modelId: of.modelId,
      route: { not: 'shadow' },
      ...(of.caller === null ? {} : { caller: of.caller }),
      ...(filter.version === undefined ? {} : { versionNumber: filter.version }),
      id: {
        ...(filter.from ? { gte: uuid7Floor(Date.parse(filter.from)) } : {}),
        ...(page.cursor !== null ? { lt: page.cursor } : filter.to ? { lt: uuid7Floor(Date.parse(filter.to)) } : {}),
      },
    },
    orderBy: { id: 'desc' },
    take: page.limit,
  });
}
