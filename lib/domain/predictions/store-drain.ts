import 'server-only';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { SpoolPosition } from '@/lib/engine/spool';
import type { ReferenceProfile } from '@/lib/pure/stats/reference-profile';
import { Overlay, Signature } from '../registry/schema';
import type { ErrorRecord, PredictionRecord, SpoolRecord } from '../serving';
import {
  countedPlaces,
  countFeatures,
  countOutcomes,
  countOwnDays,
  countOwnOutcomes,
  countScores,
  countTraffic,
  inForceFrom,
  ownDaysOf,
  type RollupKey,
  referenceAt,
  rollupKeyOf,
  rollupName,
  toErrorRow,
  toPredictionRow,
  type VersionFacts,
} from './drain-batch';
import { emptyRollup, type Rollup, rollupFromJson, rollupToJson } from './rollup';
import { DAY_MS, floorTo, HOUR_MS, OWN_DAY, TRAFFIC_DAY } from './rollup-grain';

// The one place that writes predictions without Prisma: COPY is an order of magnitude faster, and this is the path every row takes.

const PREDICTION_COLUMNS =
  'id, project_id, model_id, version_number, received_at, rows, route, origin, protocol, caller, request_id, idempotency_key, latency_us, queue_us, run_us, outcomes, tensors, context, truncated, shadow_of, agreeing';
const ERROR_COLUMNS =
  'id, project_id, model_id, version_number, received_at, status, code, message, protocol, caller, request_id, latency_us, route';
const UNIQUE_VIOLATION = '23505';

const escapeCopy = (value: string | number | boolean | null): string =>
  value === null
    ? '\\N'
    : typeof value === 'string'
      ? value.replace(/[\\\t\n\r]/g, (c) => (c === '\\' ? '\\\\' : c === '\t' ? '\\t' : c === '\n' ? '\\n' : '\\r'))
      : String(value);

async function copyRows(
  client: pg.PoolClient,
  table: string,
  columns: string,
  rows: (string | number | boolean | null)[][],
) {
  const text = rows.map((row) => `${row.map(escapeCopy).join('\t')}\n`).join('');
  await pipeline(Readable.from([text]), client.query(copyFrom(`copy ${table} (${columns}) from stdin`)));
}

export interface DrainState {
  spool: string;
  facts: Map<string, VersionFacts | null>;
  /** Recent buckets as this drainer wrote them last. Older ones may have been folded since and are read anew. */
  rollups: Map<string, { key: RollupKey; rollup: Rollup }>;
  now: () => number;
}

export const newDrainState = (spool: string, now: () => number = Date.now): DrainState => ({
  spool,
  facts: new Map(),
  rollups: new Map(),
  now,
});

/** After the bucket's start. Days of the rows' own time may be any: they are read anew for each batch. */
const REMEMBERED_MS = { minute: HOUR_MS, hour: 2 * HOUR_MS, [TRAFFIC_DAY]: DAY_MS + HOUR_MS, [OWN_DAY]: 0 };

/** Where the drainer of a spool stopped; null before its first commit. */
export async function readCursor(pool: pg.Pool, spool: string): Promise<SpoolPosition | null> {
  const { rows } = await pool.query<{ segment: string; offset: string }>(
    'select segment, "offset" from spool_cursors where spool = $1',
    [spool],
  );
  return rows[0] ? { segment: Number(rows[0].segment), offset: Number(rows[0].offset) } : null;
}

async function factsOf(
  client: pg.PoolClient,
  state: DrainState,
  modelId: string,
  versionNumber: number,
): Promise<VersionFacts | null> {
  const name = `${modelId}/${versionNumber}`;
  const known = state.facts.get(name);
  if (known !== undefined) return known;
  const version = await client.query('select signature from versions where model_id = $1 and number = $2', [
    modelId,
    versionNumber,
  ]);
  const overlay = await client.query(
    'select content from signature_overlays where model_id = $1 and version_number = $2 order by revision desc limit 1',
    [modelId, versionNumber],
  );
  const profiles = await client.query<{ id: string; columns: Record<string, ReferenceProfile>; created_at: Date }>(
    'select id, columns, created_at from reference_profiles where model_id = $1 and version_number = $2 order by created_at desc limit 2',
    [modelId, versionNumber],
  );
  const [row] = version.rows;
  let facts: VersionFacts | null = null;
  if (row) {
    const described = {
      signature: Signature.parse(row.signature),
      overlay: overlay.rows[0] ? Overlay.parse(overlay.rows[0].content) : null,
    };
    facts = {
      ...described,
      places: countedPlaces(described),
      references: profiles.rows.map((profile) => ({
        id: profile.id,
        inForceMs: inForceFrom(profile.created_at),
        columns: new Map(Object.entries(profile.columns)),
      })),
    };
  }
  state.facts.set(name, facts);
  return facts;
}

/** Moves the cursor of a spool forward; false where it already stands there or further. */
async function moveCursor(client: pg.PoolClient, spool: string, behind: SpoolPosition): Promise<boolean> {
  const { rowCount } = await client.query(
    'insert into spool_cursors (spool, segment, "offset", updated_at) values ($1, $2, $3, now()) on conflict (spool) do update set segment = excluded.segment, "offset" = excluded."offset", updated_at = now() where (spool_cursors.segment, spool_cursors."offset") < (excluded.segment, excluded."offset")',
    [spool, behind.segment, behind.offset],
  );
  return rowCount === 1;
}

/**
 * Brings records to the database in one transaction: rows, errors, idempotency keys, rollups and the cursor behind them; without
 * `behind` the cursor stays. A batch that was committed before changes nothing. Throws the database's error; then nothing is kept.
 */
export async function commitBatch(
  pool: pg.Pool,
  state: DrainState,
  records: SpoolRecord[],
  behind: SpoolPosition | null,
): Promise<{ stored: number }> {
  const client = await pool.connect();
  const touched = new Map<string, { key: RollupKey; rollup: Rollup }>();
  try {
    await client.query("begin; select set_config('app.system', 'on', true)");
    if (behind && !(await moveCursor(client, state.spool, behind))) {
      // Another drainer of this spool was faster.
      await client.query('rollback');
      return { stored: 0 };
    }
    const predictions = records.filter((record): record is PredictionRecord => record.k === 'p');
    const errors = records.filter((record): record is ErrorRecord => record.k === 'e');
    const fresh = await insertPredictions(client, predictions);
    if (errors.length > 0) {
      await client.query(
        'create temporary table if not exists incoming_errors (like prediction_errors) on commit delete rows',
      );
      await copyRows(client, 'incoming_errors', ERROR_COLUMNS, errors.map(toErrorRow));
      await client.query(
        `insert into prediction_errors (${ERROR_COLUMNS}) select ${ERROR_COLUMNS} from incoming_errors on conflict (id) do nothing`,
      );
    }
    await insertKeys(
      client,
      predictions.filter((record) => fresh.has(record.id)),
    );
    const hold = async (key: RollupKey): Promise<Rollup> => {
      const name = rollupName(key);
      const isOurs = isRemembered(key, state.now());
      const held = touched.get(name) ??
        (isOurs ? state.rollups.get(name) : undefined) ?? { key, rollup: await loadRollup(client, state.spool, key) };
      touched.set(name, held);
      if (isOurs) state.rollups.set(name, held);
      return held.rollup;
    };
    // Most records of a batch share their minute, and with it their hour and day.
    const shared = new Map<string, { minute: Rollup; day: Rollup; hour: Rollup | null }>();
    const holdShared = async (key: RollupKey) => {
      const name = rollupName(key);
      const held = shared.get(name) ?? {
        minute: await hold(key),
        day: await hold({ ...key, grain: TRAFFIC_DAY, atMs: floorTo(key.atMs, 'day') }),
        hour: null,
      };
      shared.set(name, held);
      return held;
    };
    for (const record of records) {
      const key = rollupKeyOf(record);
      if (!key || (record.k === 'p' && !fresh.has(record.id))) continue;
      const held = await holdShared(key);
      countTraffic(record, held.minute);
      countTraffic(record, held.day);
      if (record.k !== 'p') continue;
      const facts = await factsOf(client, state, key.modelId, key.versionNumber);
      countOutcomes(record, facts, held.minute);
      if (!facts) continue;
      const days = record.ctx ? ownDaysOf(record.ctx, record.t) : [];
      const buckets = new Map<number, Rollup>();
      for (const atMs of days)
        if (atMs !== null && !buckets.has(atMs)) buckets.set(atMs, await hold({ ...key, grain: OWN_DAY, atMs }));
      const { day } = held;
      const ownOf = (row: number) => buckets.get(days[row] ?? Number.NaN);
      countScores(record, facts, (row) => {
        const own = ownOf(row);
        return own ? [day, own] : [day];
      });
      if (buckets.size > 0) countOwnOutcomes(record, facts, ownOf);
      if (facts.places.length === 0) continue;
      held.hour ??= await hold({ ...key, grain: 'hour', atMs: floorTo(key.atMs, 'hour') });
      countFeatures(record, facts, held.hour);
      const reference = referenceAt(facts, record.t);
      if (reference && buckets.size > 0)
        countOwnDays(record, days, facts.places, reference, (atMs) => buckets.get(atMs));
    }
    for (const { key, rollup } of touched.values()) await saveRollup(client, state.spool, key, rollup);
    await client.query('commit');
    forgetOld(state);
    return { stored: fresh.size };
  } catch (error) {
    // What was counted in memory is not in the database: read it again next time.
    state.rollups.clear();
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function insertPredictions(client: pg.PoolClient, records: PredictionRecord[]): Promise<Set<string>> {
  if (records.length === 0) return new Set();
  const days = new Set(
    records.map((record) => new Date(Math.floor(record.t / DAY_MS) * DAY_MS).toISOString().slice(0, 10)),
  );
  for (const day of days) await client.query('select ensure_prediction_partition($1::date)', [day]);
  await client.query('create temporary table if not exists incoming (like predictions) on commit delete rows');
  await copyRows(client, 'incoming', PREDICTION_COLUMNS, records.map(toPredictionRow));
  const insert = `insert into predictions (${PREDICTION_COLUMNS}) select ${PREDICTION_COLUMNS} from incoming`;
  await client.query('savepoint before_rows');
  try {
    // Ids are new but where a batch was halved or a backup restored: looking for them first would cost a fifth of the insert.
    await client.query(insert);
    return new Set(records.map((record) => record.id));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION)) throw error;
    await client.query('rollback to savepoint before_rows');
    const { rows } = await client.query<{ id: string }>(`${insert} on conflict (id) do nothing returning id`);
    return new Set(rows.map((row) => row.id));
  }
}

async function insertKeys(client: pg.PoolClient, records: PredictionRecord[]) {
  for (const record of records) {
    if (!record.idem) continue;
    await client.query(
      'insert into idempotency_keys (project_id, key, prediction_id, request_hash, headers, body, created_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing',
      [
        record.p,
        record.idem.key,
        record.id,
        record.idem.hash,
        JSON.stringify(record.idem.headers),
        Buffer.from(record.idem.body, 'base64'),
        new Date(record.t),
      ],
    );
  }
}

async function loadRollup(client: pg.PoolClient, spool: string, key: RollupKey): Promise<Rollup> {
  const { rows } = await client.query(
    'select calls, rows, errors, latency, features, outputs, scores, compared, agreeing from prediction_rollups where spool = $1 and model_id = $2 and version_number = $3 and route = $4 and origin = $5 and grain = $6 and at = $7 for update',
    [spool, key.modelId, key.versionNumber, key.route, key.origin, key.grain, new Date(key.atMs)],
  );
  return rows[0] ? rollupFromJson(rows[0]) : emptyRollup();
}

async function saveRollup(client: pg.PoolClient, spool: string, key: RollupKey, rollup: Rollup) {
  const json = rollupToJson(rollup);
  await client.query(
    `insert into prediction_rollups (spool, model_id, version_number, route, origin, grain, at, project_id, calls, rows, errors, latency, features, outputs, scores, compared, agreeing)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
     on conflict (spool, model_id, version_number, route, origin, grain, at) do update set calls = excluded.calls, rows = excluded.rows, errors = excluded.errors, latency = excluded.latency, features = excluded.features, outputs = excluded.outputs, scores = excluded.scores, compared = excluded.compared, agreeing = excluded.agreeing`,
    [
      spool,
      key.modelId,
      key.versionNumber,
      key.route,
      key.origin,
      key.grain,
      new Date(key.atMs),
      key.projectId,
      json.calls,
      json.rows,
      JSON.stringify(json.errors),
      JSON.stringify(json.latency),
      JSON.stringify(json.features),
      JSON.stringify(json.outputs),
      JSON.stringify(json.scores),
      json.compared,
      json.agreeing,
    ],
  );
}

/** Nobody else writes a bucket that is too young to be folded. */
const isRemembered = (key: RollupKey, nowMs: number): boolean => key.atMs > nowMs - REMEMBERED_MS[key.grain];

function forgetOld(state: DrainState) {
  for (const [name, { key }] of state.rollups) if (!isRemembered(key, state.now())) state.rollups.delete(name);
}

/** Keeps a record that the database refuses, with the reason, and moves the cursor behind it. */
export async function buryRecord(pool: pg.Pool, spool: string, payload: Buffer, reason: string): Promise<void> {
  await pool.query('insert into dead_letters (spool, reason, payload) values ($1, $2, $3)', [
    spool,
    reason.slice(0, 500),
    payload,
  ]);
}

/** The keys of the last 24 hours, for a gateway that starts. */
export async function readKeys(
  pool: pg.Pool,
  since: Date,
): Promise<
  { projectId: string; key: string; hash: string; headers: Record<string, string>; body: Buffer; at: Date }[]
> {
  const client = await pool.connect();
  try {
    await client.query("begin; select set_config('app.system', 'on', true)");
    const { rows } = await client.query(
      'select project_id as "projectId", key, request_hash as hash, headers, body, created_at as at from idempotency_keys where created_at > $1 order by created_at limit 100000',
      [since],
    );
    await client.query('commit');
    return rows;
  } finally {
    client.release();
  }
}
