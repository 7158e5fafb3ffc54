import 'server-only';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { SpoolPosition } from '@/lib/engine/spool';
import type { ErrorRecord, PredictionRecord, SpoolRecord } from '../serving';
import { ERROR_COLUMNS, PREDICTION_COLUMNS, type RollupKey, toErrorRow, toPredictionRow } from './drain-batch';
import { DAY_MS, HOUR_MS, OWN_DAY, TRAFFIC_DAY } from './rollup-grain';
import { countRecords, type HeldBucket, type KnownFacts } from './store-buckets';
import { noteEntities } from './store-entities';

// The one place that writes predictions without Prisma: COPY is an order of magnitude faster, and this is the path every row takes.

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
  facts: KnownFacts;
  /** Recent buckets as this drainer wrote them last. Older ones may have been folded since and are read anew. */
  rollups: Map<string, HeldBucket>;
  /** Models of which a row has named what it is about. */
  entityModels: Set<string>;
  now: () => number;
}

export const newDrainState = (spool: string, now: () => number = Date.now): DrainState => ({
  spool,
  facts: new Map(),
  rollups: new Map(),
  entityModels: new Set(),
  now,
});

/** After the bucket's start. Days of the rows' own time may be any: they are read anew for each batch. */
const REMEMBERED_MS = { minute: HOUR_MS, hour: 2 * HOUR_MS, day: 0, [TRAFFIC_DAY]: DAY_MS + HOUR_MS, [OWN_DAY]: 0 };

/** Where the drainer of a spool stopped; null before its first commit. */
export async function readCursor(pool: pg.Pool, spool: string): Promise<SpoolPosition | null> {
  const { rows } = await pool.query<{ segment: string; offset: string }>(
    'select segment, "offset" from spool_cursors where spool = $1',
    [spool],
  );
  return rows[0] ? { segment: Number(rows[0].segment), offset: Number(rows[0].offset) } : null;
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
    const sql = {
      query: <R>(text: string, values: readonly unknown[] = []) =>
        client.query<R & pg.QueryResultRow>(text, [...values]),
    };
    await noteEntities(sql, predictions, state.entityModels);
    const counting = countRecords(sql, {
      spool: state.spool,
      facts: state.facts,
      remembered: state.rollups,
      isRemembered: (key) => isRemembered(key, state.now()),
      grainsOf: () => ({ calls: 'minute', features: 'hour' }),
    });
    await counting.add(records.filter((record) => record.k !== 'p' || fresh.has(record.id)));
    await counting.save();
    await client.query('commit');
    forgetOld(state);
    return { stored: fresh.size };
  } catch (error) {
    // What was counted in memory is not in the database: read it again next time.
    state.rollups.clear();
    state.entityModels.clear();
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
