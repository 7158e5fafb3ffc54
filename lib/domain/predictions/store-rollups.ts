import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { Prisma } from '@/prisma/generated/client';
import {
  emptyRollup,
  mergeRollup,
  mergeScores,
  type Rollup,
  rollupFromJson,
  rollupToJson,
  type ScoreCounts,
} from './rollup';
import {
  FEATURE_HOURS_KEPT_MS,
  floorTo,
  type Grain,
  grainMs,
  HOURS_KEPT_MS,
  MINUTES_KEPT_MS,
  OWN_DAY,
  TRAFFIC_DAY,
} from './rollup-grain';

/** Real traffic: what a scientist tries, and what is asked in staging, is answered and logged, and left out of every chart. */
export const TRAFFIC_ORIGINS = ['api', 'user', 'demo', 'ingest'] as const;

/** The spool of rows that were answered elsewhere: written by whoever holds the model's lock. */
export const INGEST_SPOOL = '00000000-0000-0000-0000-000000000001';

/** Sending rows of a model, folding their buckets and recounting them wait for each other, until the transaction ends. */
export async function holdIngest({ db }: Pick<Ctx, 'db'>, modelId: string): Promise<void> {
  await db.$executeRaw`select pg_advisory_xact_lock(hashtext(${`ingest/${modelId}`}))`;
}

/** The same without waiting; false where another holds it. */
export async function tryHoldIngest({ db }: Pick<Ctx, 'db'>, modelId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ held: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtext(${`ingest/${modelId}`})) as held`;
  return row?.held === true;
}

export const SHADOW = 'shadow';

/** The spool under which rows that were counted anew are kept: no gateway's, so that no drainer ever writes there. */
export const RECOUNT_SPOOL = '00000000-0000-0000-0000-000000000000';

/** The spool of whole days that were counted anew from the log: written by the operator's command, and folded like any other. */
export const RECOUNTED_DAYS_SPOOL = '00000000-0000-0000-0000-000000000002';

export interface RollupRange {
  projectId: string;
  modelId: string;
  versions?: readonly number[] | undefined;
  /** Also what a shadow said, which no caller got. */
  withShadow?: boolean;
  /** Only what was asked in staging, which is in no other reading. */
  inStaging?: boolean;
  fromMs: number;
  toMs: number;
}

export interface StoredRollup {
  versionNumber: number;
  route: string;
  origin: string;
  atMs: number;
  grain: Grain;
  rollup: Rollup;
}

type Part = 'calls' | 'rows' | 'errors' | 'latency' | 'features' | 'outputs';

/**
 * The buckets of a model that begin in a range; the bucket that contains its start counts too. Parts that are not asked for come empty.
 */
export async function listRollups(ctx: Ctx, range: RollupRange, parts: readonly Part[]): Promise<StoredRollup[]> {
  const has = (part: Part) => parts.includes(part);
  const blank = rollupToJson(emptyRollup());
  const rows = await ctx.db.predictionRollup.findMany({
    where: {
      projectId: range.projectId,
      modelId: range.modelId,
      origin: range.inStaging ? 'staging' : { in: [...TRAFFIC_ORIGINS] },
      ...(range.withShadow ? {} : { route: { not: SHADOW } }),
      ...(range.versions ? { versionNumber: { in: [...range.versions] } } : {}),
      OR: (Object.keys(grainMs) as Grain[]).map((grain) => ({
        grain,
        at: { gte: new Date(floorTo(range.fromMs, grain)), lt: new Date(range.toMs) },
      })),
    },
    select: {
      versionNumber: true,
      route: true,
      origin: true,
      grain: true,
      at: true,
      calls: true,
      rows: true,
      compared: true,
      agreeing: true,
      errors: has('errors'),
      latency: has('latency'),
      features: has('features'),
      outputs: has('outputs'),
    },
    orderBy: { at: 'asc' },
  });
  return rows.map((row) => ({
    versionNumber: row.versionNumber,
    route: row.route,
    origin: row.origin,
    atMs: row.at.getTime(),
    // The column holds one of the grains: only this room writes it.
    grain: row.grain as Grain,
    // Named one by one: copying a row of Prisma's whole costs more than reading it.
    rollup: rollupFromJson({
      calls: row.calls,
      rows: row.rows,
      errors: row.errors ?? blank.errors,
      latency: row.latency ?? blank.latency,
      features: row.features ?? blank.features,
      outputs: row.outputs ?? blank.outputs,
      scores: blank.scores,
      parts: blank.parts,
      compared: row.compared,
      agreeing: row.agreeing,
    }),
  }));
}

const MOST_DAYS = 400;

export interface ScoreDay {
  dayMs: number;
  /** Rows that were answered with a probability. */
  scores: ScoreCounts;
}

/**
 * How sure a version was in its last 400 days at most, the oldest first: days of the rows' own time (`context.time`) where any row names
 * one, else UTC days in which they came, today among them. Shadows are left out.
 */
export async function listScoreDays(
  ctx: Ctx,
  of: { projectId: string; modelId: string; versionNumber: number },
): Promise<{ basis: 'own-time' | 'received'; days: ScoreDay[] }> {
  const read = async (grain: string): Promise<ScoreDay[]> => {
    const rows = await ctx.db.predictionRollup.findMany({
      where: {
        ...of,
        grain,
        origin: { in: [...TRAFFIC_ORIGINS] },
        route: { not: SHADOW },
        scores: { not: {} },
      },
      select: { at: true, scores: true },
      orderBy: { at: 'asc' },
    });
    const days = new Map<number, ScoreCounts>();
    for (const { at, scores } of rows) {
      const day = days.get(at.getTime()) ?? {};
      // The column holds what this room wrote.
      mergeScores(day, scores as ScoreCounts);
      days.set(at.getTime(), day);
    }
    return [...days].slice(-MOST_DAYS).map(([dayMs, scores]) => ({ dayMs, scores }));
  };
  const own = await read(OWN_DAY);
  return own.length > 0 ? { basis: 'own-time', days: own } : { basis: 'received', days: await read(TRAFFIC_DAY) };
}

export interface TrafficDay {
  dayMs: number;
  calls: number;
  rows: number;
}

/** Calls and rows that a version answered callers on each UTC day that begins in a range, the oldest first; days without rows are left out. */
export async function listTrafficDays(
  ctx: Ctx,
  of: { projectId: string; modelId: string; versionNumber: number; fromMs: number; toMs: number },
): Promise<TrafficDay[]> {
  const found = await ctx.db.predictionRollup.groupBy({
    by: ['at'],
    where: {
      projectId: of.projectId,
      modelId: of.modelId,
      versionNumber: of.versionNumber,
      grain: TRAFFIC_DAY,
      origin: { in: [...TRAFFIC_ORIGINS] },
      route: { not: SHADOW },
      at: { gte: new Date(of.fromMs), lt: new Date(of.toMs) },
    },
    _sum: { calls: true, rows: true },
    orderBy: { at: 'asc' },
  });
  return found
    .map(({ at, _sum }) => ({ dayMs: at.getTime(), calls: _sum.calls ?? 0, rows: _sum.rows ?? 0 }))
    .filter(({ rows }) => rows > 0);
}

export interface ModelTraffic {
  modelId: string;
  atMs: number;
  calls: number;
  rows: number;
  errors: Rollup['errors'];
  /** As `sketchToText` writes it: a thousand models are added up without a sketch for each day. */
  latency: string;
}

/** Calls, errors and latency of all models of a project, one entry per UTC day that begins in a range and spool, version, route and origin. */
export async function listProjectDays(
  ctx: Ctx,
  range: { projectId: string; fromMs: number; toMs: number },
): Promise<ModelTraffic[]> {
  const rows = await ctx.db.predictionRollup.findMany({
    where: {
      projectId: range.projectId,
      origin: { in: [...TRAFFIC_ORIGINS] },
      route: { not: SHADOW },
      grain: TRAFFIC_DAY,
      at: { gte: new Date(range.fromMs), lt: new Date(range.toMs) },
    },
    select: { modelId: true, at: true, calls: true, rows: true, errors: true, latency: true },
  });
  // Named one by one, as above.
  return rows.map((row) => ({
    modelId: row.modelId,
    atMs: row.at.getTime(),
    calls: row.calls,
    rows: row.rows,
    // The column holds what this room wrote.
    errors: row.errors as Rollup['errors'],
    latency: row.latency,
  }));
}

const KEY_COLUMNS = Prisma.sql`spool, project_id as "projectId", model_id as "modelId", version_number as "versionNumber", route, origin`;

interface FoldKey {
  spool: string;
  projectId: string;
  modelId: string;
  versionNumber: number;
  route: string;
  origin: string;
}

interface FoldStep {
  from: Grain;
  to: Grain;
  olderThanMs: number;
  /** Only the counts of columns and of parts move; the rest of the bucket stays. */
  onlyFeatures: boolean;
}

const STEPS: readonly FoldStep[] = [
  { from: 'minute', to: 'hour', olderThanMs: MINUTES_KEPT_MS, onlyFeatures: false },
  { from: 'hour', to: 'day', olderThanMs: FEATURE_HOURS_KEPT_MS, onlyFeatures: true },
  { from: 'hour', to: 'day', olderThanMs: HOURS_KEPT_MS, onlyFeatures: false },
];

/**
 * Folds what is too old for its grain into the next one, in portions of one hour (or day) of one version each. Returns how many
 * coarser buckets were written; 0 when nothing is due. Rows are locked, so a drainer that adds to an old minute waits and then
 * begins that minute anew.
 */
export async function foldRollups(ctx: Ctx, limit: number): Promise<number> {
  const nowMs = ctx.now().getTime();
  let written = 0;
  for (const step of STEPS) {
    const before = new Date(floorTo(nowMs - step.olderThanMs, step.to));
    const due = await ctx.db.$queryRaw<(FoldKey & { start: Date })[]>`
      select ${KEY_COLUMNS}, date_trunc(${step.to}, at, 'UTC') as start from prediction_rollups
      where grain = ${step.from} and at < ${before} and (not ${step.onlyFeatures} or features <> '{}'::jsonb or parts <> '{}'::jsonb)
      group by 1, 2, 3, 4, 5, 6, 7 limit ${limit - written}`;
    for (const { start, ...key } of due) {
      await foldOne(ctx, key, step, start);
      written += 1;
    }
    if (written >= limit) break;
  }
  return written;
}

async function foldOne(ctx: Ctx, key: FoldKey, step: FoldStep, start: Date): Promise<void> {
  const end = new Date(start.getTime() + grainMs[step.to]);
  await ctx.begin(async (db) => {
    if (key.spool === INGEST_SPOOL) await holdIngest({ db }, key.modelId);
    const rows = await db.$queryRaw<{ at: Date; grain: string; [part: string]: unknown }[]>`
      select at, grain, calls, rows, errors, latency, features, outputs, scores, parts, compared, agreeing from prediction_rollups
      where spool = ${key.spool}::uuid and model_id = ${key.modelId}::uuid and version_number = ${key.versionNumber}
        and route = ${key.route} and origin = ${key.origin}
        and ((grain = ${step.from} and at >= ${start} and at < ${end}) or (grain = ${step.to} and at = ${start}))
      for update`;
    const sum = emptyRollup();
    for (const row of rows) {
      const rollup = rollupFromJson(row);
      const moves = step.onlyFeatures && row.grain === step.from;
      mergeRollup(sum, moves ? { ...emptyRollup(), features: rollup.features, parts: rollup.parts } : rollup);
    }
    const { projectId, ...at } = key;
    const folded = { ...at, grain: step.from, at: { gte: start, lt: end } };
    if (step.onlyFeatures) await db.predictionRollup.updateMany({ where: folded, data: { features: {}, parts: {} } });
    else await db.predictionRollup.deleteMany({ where: folded });
    const data = { ...rollupToJson(sum), projectId };
    const place = { ...at, grain: step.to, at: start };
    await db.predictionRollup.upsert({
      where: { spool_modelId_versionNumber_route_origin_grain_at: place },
      create: { ...place, ...data },
      update: data,
    });
  });
}

export interface RecountBucket {
  route: string;
  origin: string;
  grain: Grain | typeof OWN_DAY;
  atMs: number;
  rollup: Rollup;
}

/** Replaces what an earlier recount of a version left. */
export async function replaceRecount(
  ctx: Ctx,
  of: { projectId: string; modelId: string; versionNumber: number },
  buckets: readonly RecountBucket[],
): Promise<void> {
  await ctx.begin(async (db) => {
    await db.predictionRollup.deleteMany({
      where: { spool: RECOUNT_SPOOL, modelId: of.modelId, versionNumber: of.versionNumber },
    });
    for (let from = 0; from < buckets.length; from += 200)
      await db.predictionRollup.createMany({
        data: buckets.slice(from, from + 200).map(({ route, origin, grain, atMs, rollup }) => ({
          ...of,
          spool: RECOUNT_SPOOL,
          route,
          origin,
          grain,
          at: new Date(atMs),
          ...rollupToJson(rollup),
        })),
      });
  });
}

/** From the first to behind the last UTC day on which rows of a model were answered or that they name; null without any. */
export async function findLoggedSpan(
  ctx: Ctx,
  of: { projectId: string; modelId: string },
): Promise<{ fromMs: number; toMs: number } | null> {
  const { _min, _max } = await ctx.db.predictionRollup.aggregate({
    where: { ...of, grain: { in: [OWN_DAY, TRAFFIC_DAY] }, route: { not: SHADOW } },
    _min: { at: true },
    _max: { at: true },
  });
  const [from, to] = [_min.at, _max.at];
  return from && to ? { fromMs: from.getTime(), toMs: to.getTime() + grainMs.day } : null;
}
