import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { keptForms } from '@/lib/platform/fingerprint';
import { uuid7Floor } from '@/lib/platform/uuid7';
import { Prisma } from '@/prisma/generated/client';
import { ownDaysOf } from './drain-batch';
import type { RowReference } from './row-id';
import { FieldProblem, type PredictionFilter, PredictionOrigin, ScoreValues, Severity } from './schema';

/** Calls that one page looks at: a filter that few rows fit ends a page early instead of scanning the log. */
const MAX_SCANNED = 5000;
/** Rows of a day that they name themselves may have come at any time, and are told by a look at little of a call. */
const MAX_SCANNED_BY_DAY = 50_000;
const DAY_MS = 86_400_000;

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
  /** What the newest verdict says beside. */
  said: z.object({ severity: Severity.nullable(), fields: z.array(FieldProblem), scores: ScoreValues }).nullable(),
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
  if (of.caller !== null) list.push(Prisma.sql`caller_id::text = ${of.caller}`);
  if (filter.from) list.push(Prisma.sql`id >= ${uuid7Floor(Date.parse(filter.from))}::uuid`);
  if (filter.to) list.push(Prisma.sql`id < ${uuid7Floor(Date.parse(filter.to))}::uuid`);
  if (cursor) list.push(Prisma.sql`id <= ${cursor.predictionId}::uuid`);
  if (filter.version !== undefined) list.push(Prisma.sql`version_number = ${filter.version}`);
  // A shadow's answers stand beside those that callers got, those in staging beside production: listed only where they are asked for.
  list.push(filter.route ? Prisma.sql`route = ${filter.route}` : Prisma.sql`route <> 'shadow'`);
  if (filter.origin) list.push(Prisma.sql`origin = ${filter.origin}`);
  else if (!filter.route) list.push(Prisma.sql`route <> 'staging'`);
  return Prisma.join(list, ' and ');
}

function rowConditions(projectId: string, filter: PredictionFilter, cursor: RowReference | null): Prisma.Sql {
  const list = [Prisma.sql`true`];
  if (cursor) list.push(Prisma.sql`(c.id < ${cursor.predictionId}::uuid or o.ord - 1 > ${cursor.row})`);
  if (filter.outcome !== undefined) list.push(Prisma.sql`o.outcome = ${filter.outcome}`);
  if (filter.context) {
    const at = filter.context.indexOf(':');
    const key = filter.context.slice(0, at);
    list.push(
      Prisma.sql`c.context -> (o.ord - 1)::int ->> ${key} = any(${keptForms({ projectId, key }, filter.context.slice(at + 1))}::text[])`,
    );
  }
  if (filter.feedback === 'none') list.push(Prisma.sql`f.verdict is null`);
  else if (filter.feedback === 'any') list.push(Prisma.sql`f.verdict is not null`);
  else if (filter.feedback) list.push(Prisma.sql`f.verdict = ${filter.feedback}`);
  if (filter.ownFrom || filter.ownTo) list.push(nearOwnDays(filter));
  return Prisma.join(list, ' and ');
}

const isByDay = ({ ownFrom, ownTo }: PredictionFilter): boolean => ownFrom !== undefined || ownTo !== undefined;

/**
 * Rows whose moment may lie in the days that are asked for: those whose text says a date within a day of them, whatever their zone, and
 * those whose text is no ISO 8601. `isOfDays` then decides.
 */
function nearOwnDays({ ownFrom = '0001-01-01', ownTo = '9999-12-30' }: PredictionFilter): Prisma.Sql {
  const near = (day: string, days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
  const time = Prisma.sql`c.context -> (o.ord - 1)::int ->> 'time'`;
  return Prisma.sql`(left(${time}, 10) collate "C" between ${near(ownFrom, -1)} and ${near(ownTo, 1)}
    or ${time} !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}')`;
}

/** By the rule by which drift and performance count rows by their own day. */
function isOfDays({ context, receivedAt }: ListedRow, { ownFrom, ownTo }: PredictionFilter): boolean {
  const [dayMs = null] = ownDaysOf([context ?? {}], receivedAt.getTime());
  return dayMs !== null && dayMs >= Date.parse(ownFrom ?? '0001-01-01') && dayMs <= Date.parse(ownTo ?? '9999-12-30');
}

export interface ListedPage {
  rows: ListedRow[];
  /** Calls that were looked at. */
  scanned: number;
  /** Where to go on; null at the end of the log. */
  next: RowReference | null;
  /** It ended because of its limit, not because enough calls were looked at. */
  isFull: boolean;
}

/** Rows of the log, newest call first and its rows in order, with the newest verdict and label of each. */
export async function listRows(
  ctx: Ctx,
  of: LogScope,
  filter: PredictionFilter,
  page: { cursor: RowReference | null; limit: number },
): Promise<ListedPage> {
  const mostScanned = isByDay(filter) ? MAX_SCANNED_BY_DAY : MAX_SCANNED;
  const found = await ctx.db.$queryRaw<{ scanned: number; last: string | null; row: unknown }[]>`
    with calls as materialized (
      select id, received_at, version_number, route, origin, protocol, caller_id as caller, latency_us, rows, outcomes, context
      from predictions where ${callConditions(of, filter, page.cursor)} order by id desc limit ${mostScanned}
    ), found as (
      select c.id, (o.ord - 1)::int as "row", o.outcome, c.received_at as "receivedAt", c.version_number as "version", c.route, c.origin,
        c.protocol, c.caller, c.latency_us as "latencyUs", c.rows, c.context -> (o.ord - 1)::int as context, f.verdict, f.said, l.label
      from calls c cross join lateral json_array_elements_text(c.outcomes) with ordinality as o(outcome, ord)
      left join lateral (
        select verdict, jsonb_build_object('severity', severity, 'fields', fields, 'scores', scores) as said from feedback
        where prediction_id = c.id and "row" = o.ord - 1 and project_id = ${of.projectId}::uuid
        order by id desc limit 1
      ) f on true
      left join lateral (
        select jsonb_build_object('value', value, 'source', source) as label from labels
        where prediction_id = c.id and "row" = o.ord - 1 and project_id = ${of.projectId}::uuid
        order by source = 'review' desc, created_at desc limit 1
      ) l on true
      where ${rowConditions(of.projectId, filter, page.cursor)}
      order by c.id desc, o.ord limit ${page.limit}
    )
    select s.scanned, s.last, to_jsonb(found) as "row"
    from (select count(*)::int as scanned, (select id from calls order by id limit 1) as last from calls) s left join found on true
    order by found.id desc, found."row"`;
  const rows = found.flatMap(({ row }) => (row ? [ListedRow.parse(withDate(row))] : []));
  const scanned = found[0]?.scanned ?? 0;
  const last = found[0]?.last ?? null;
  const end = rows.at(-1);
  // Behind a page that is not full lies what was not looked at yet: it goes on after the last call that was.
  const isFull = rows.length === page.limit;
  const after = isFull && end ? { predictionId: end.id, row: end.row } : null;
  return {
    rows: isByDay(filter) ? rows.filter((row) => isOfDays(row, filter)) : rows,
    scanned,
    next: after ?? (scanned < mostScanned || !last ? null : { predictionId: last, row: 999_999 }),
    isFull,
  };
}

/** to_jsonb writes times as text. */
const withDate = (row: unknown): unknown =>
  typeof row === 'object' && row !== null && 'receivedAt' in row
    ? { ...row, receivedAt: new Date(String(row.receivedAt)) }
    : row;

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
  latencyUs: number | null;
}

/** Calls that failed, newest first. */
export async function listFailureRows(
  ctx: Ctx,
  of: LogScope,
  filter: Pick<PredictionFilter, 'from' | 'to' | 'version' | 'origin'>,
  page: { cursor: string | null; limit: number },
): Promise<ListedFailure[]> {
  return ctx.db.predictionError.findMany({
    where: {
      projectId: of.projectId,
      modelId: of.modelId,
      ...(filter.origin
        ? { origin: filter.origin, route: { not: 'shadow' } }
        : { route: { notIn: ['shadow', 'staging'] } }),
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
