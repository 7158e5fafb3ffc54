import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { KeptAnswers } from '@/lib/platform/kept-answers';
import { Prisma } from '@/prisma/generated/client';
import {
  emptyRollup,
  type FeatureCounts,
  mergeOutputs,
  mergeOverReference,
  type OutputCounts,
  type Rollup,
} from './rollup';
import { DAY_MS, floorTo, GRAINS, OWN_DAY } from './rollup-grain';
import { SHADOW, TRAFFIC_ORIGINS } from './store-rollups';

interface OfVersion {
  projectId: string;
  modelId: string;
  versionNumber: number;
}

/** By `context.time` of the rows, where any names one, else by when they came. */
export type DayBasis = 'own-time' | 'received';

export interface LoggedRows {
  dayMs: number;
  rows: number;
}

export interface DayRows extends LoggedRows {
  /** Another one whenever a bucket of the day was written. */
  stamp: string;
}

export interface LoggedDay extends LoggedRows {
  features: Rollup['features'];
  outputs: Rollup['outputs'];
}

const MOST_DAYS = 400;

const bucketsOf = ({ projectId, modelId, versionNumber }: OfVersion, grains: readonly string[]) => Prisma.sql`
  project_id = ${projectId}::uuid and model_id = ${modelId}::uuid and version_number = ${versionNumber}
  and origin = any(${[...TRAFFIC_ORIGINS]}) and route <> ${SHADOW} and grain = any(${[...grains]})`;

const DAY_ROWS = Prisma.sql`date_trunc('day', at, 'UTC') as "dayMs", sum(rows)::bigint as rows,
  md5(string_agg(xmin::text || ctid::text, ',' order by ctid)) as stamp`;

interface FoundRows {
  dayMs: Date;
  rows: bigint;
  stamp: string;
}

const toDayRows = ({ dayMs, rows, stamp }: FoundRows): DayRows => ({
  dayMs: dayMs.getTime(),
  rows: Number(rows),
  stamp,
});

/**
 * The last 400 days of a version at most, the oldest first, with their rows: days of the rows' own time (`context.time`) where any row
 * names one, else UTC days in which they came, today among them. Shadows are left out.
 */
export async function listDayRows(ctx: Ctx, of: OfVersion): Promise<{ basis: DayBasis; days: DayRows[] }> {
  const read = (grains: readonly string[], from: Date) => ctx.db.$queryRaw<FoundRows[]>`
    select ${DAY_ROWS} from prediction_rollups
    where ${bucketsOf(of, grains)} and at >= ${from} group by 1 order by 1 desc limit ${MOST_DAYS}`;
  const own = await read([OWN_DAY], new Date(0));
  const fromMs = floorTo(ctx.now().getTime(), 'day') - MOST_DAYS * DAY_MS;
  const found = own.length > 0 ? own : await read(GRAINS, new Date(fromMs));
  return {
    basis: own.length > 0 ? 'own-time' : 'received',
    days: found.map(toDayRows).reverse(),
  };
}

type CountedColumns = Record<string, Pick<FeatureCounts, 'n' | 'nulls' | 'reference'>>;

/**
 * What the buckets of each UTC day counted of columns over references, and of answers. Bins that know no reference are most of a
 * bucket and stay in the database.
 */
async function readDays(
  ctx: Ctx,
  of: OfVersion,
  grains: readonly string[],
  chosen: Prisma.Sql,
): Promise<(LoggedRows & { columns: CountedColumns[]; outputs: OutputCounts[] })[]> {
  const found = await ctx.db.$queryRaw<{ day: Date; rows: bigint; columns: string; outputs: string }[]>`
    select date_trunc('day', at, 'UTC') as day, sum(rows)::bigint as rows, '[' || coalesce(string_agg(counted.columns, ','), '') || ']' as columns,
      '[' || string_agg(outputs::text, ',') || ']' as outputs
    from prediction_rollups, lateral (
      select json_object_agg(key, json_build_object('n', value -> 'n', 'nulls', value -> 'nulls', 'reference', value -> 'reference'))::text as columns
      from jsonb_each(features)
    ) counted
    where ${bucketsOf(of, grains)} and ${chosen}
    group by 1 order by 1`;
  return found.map(({ day, rows, columns, outputs }) => ({
    dayMs: day.getTime(),
    rows: Number(rows),
    // The columns hold what this room wrote.
    columns: JSON.parse(columns) as CountedColumns[],
    outputs: JSON.parse(outputs) as OutputCounts[],
  }));
}

/** Buckets of some days, which are in order. */
const amongDays = (days: readonly LoggedRows[]): Prisma.Sql => Prisma.sql`
  at >= ${new Date(days[0]?.dayMs ?? 0)} and at < ${new Date((days.at(-1)?.dayMs ?? 0) + DAY_MS)}
  and date_trunc('day', at, 'UTC') = any(${days.map(({ dayMs }) => new Date(dayMs))}::timestamptz[])`;

/** Days that `listDayRows` named, counted over the bins of one reference. */
export async function listDays(
  ctx: Ctx,
  of: OfVersion & { profileId: string; basis: DayBasis },
  days: readonly LoggedRows[],
): Promise<LoggedDay[]> {
  if (days.length === 0) return [];
  const found = await readDays(ctx, of, of.basis === 'own-time' ? [OWN_DAY] : GRAINS, amongDays(days));
  return found.map(({ dayMs, rows, columns, outputs }) => {
    const day: LoggedDay = { dayMs, rows, features: new Map(), outputs: emptyRollup().outputs };
    for (const counted of columns) mergeOverReference(day.features, Object.entries(counted), of.profileId);
    for (const counted of outputs) mergeOutputs(day.outputs, counted);
    return day;
  });
}

const WEEK_MS = 7 * DAY_MS;
/** A year of some hundred versions. */
const MOST_PERIODS = 2000;
const periods = new KeptAnswers<Rollup['features']>(MOST_PERIODS);

/**
 * What was counted of a version over one reference in the buckets that begin in a range; the one that contains its start counts too. Months
 * and weeks that lie wholly in it are added up once and kept for as long as none of their buckets is written.
 */
export async function sumOverReference(
  ctx: Ctx,
  of: OfVersion & { profileId: string; fromMs: number; toMs: number },
): Promise<{ counted: Rollup['features']; rows: number; days: number }> {
  const to = new Date(of.toMs);
  const inRange = Prisma.sql`(${Prisma.join(
    GRAINS.map(
      (grain) => Prisma.sql`(grain = ${grain} and at >= ${new Date(floorTo(of.fromMs, grain))} and at < ${to})`,
    ),
    ' or ',
  )})`;
  const found = await ctx.db.$queryRaw<FoundRows[]>`
    select ${DAY_ROWS} from prediction_rollups where ${bucketsOf(of, GRAINS)} and ${inRange} group by 1 order by 1`;
  const days = found.map(toDayRows);
  const { whole, rest } = splitPeriods(days, of);
  const counted: Rollup['features'] = new Map();
  const add = (days: readonly LoggedRows[]) => sumDays(ctx, of, days, inRange);
  const sums = await Promise.all([
    ...[...whole].map(([period, own]) => {
      const key = `${of.modelId}/${of.versionNumber}/${of.profileId}/${period}`;
      return periods.get(key, own.map(({ stamp }) => stamp).join(), () => add(own));
    }),
    add(rest),
  ]);
  for (const sum of sums) mergeOverReference(counted, sum, of.profileId);
  return {
    counted,
    rows: days.reduce((sum, { rows }) => sum + rows, 0),
    days: days.filter(({ rows }) => rows > 0).length,
  };
}

/** Days by the calendar month, or else the seven days, where all of it lies in a range; and the others. */
function splitPeriods(
  days: readonly DayRows[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): { whole: Map<string, DayRows[]>; rest: DayRows[] } {
  const isWhole = (startMs: number, endMs: number) => startMs >= fromMs && endMs <= toMs;
  const periodOf = (dayMs: number): string | null => {
    const at = new Date(dayMs);
    const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
    if (isWhole(Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1))) return `month ${year}-${month + 1}`;
    const week = Math.floor(dayMs / WEEK_MS);
    return isWhole(week * WEEK_MS, (week + 1) * WEEK_MS) ? `week ${week}` : null;
  };
  const whole = new Map<string, DayRows[]>();
  const rest: DayRows[] = [];
  for (const day of days) {
    const period = periodOf(day.dayMs);
    if (period === null) rest.push(day);
    else whole.set(period, [...(whole.get(period) ?? []), day]);
  }
  return { whole, rest };
}

async function sumDays(
  ctx: Ctx,
  of: OfVersion & { profileId: string },
  days: readonly LoggedRows[],
  inRange: Prisma.Sql,
): Promise<Rollup['features']> {
  const sum: Rollup['features'] = new Map();
  if (days.length === 0) return sum;
  for (const { columns } of await readDays(ctx, of, GRAINS, Prisma.sql`${inRange} and ${amongDays(days)}`))
    for (const counted of columns) mergeOverReference(sum, Object.entries(counted), of.profileId);
  return sum;
}
