import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { idAt, logRecord } from '@/app/api/log-records';
import { emptyDatabase } from '@/app/api/test-project';
import { openDatabase } from '@/lib/platform/db';
import { migrate } from '@/lib/platform/migrate';
import { encodeTensors } from '../serving';
import { commitBatch, newDrainState } from './store-drain';

const LOG_ROW = '20261204120000_log_row';
const DAY_MS = 86_400_000;
const DAYS = 3;
const CALLS_A_DAY = 40;

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const partition = (ms: number) => `predictions_${dayOf(ms).replaceAll('-', '')}`;

const columnsOf = async (client: pg.Client, table: string) =>
  (
    await client.query<{ name: string }>(
      'select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum',
      [table],
    )
  ).rows.map(({ name }) => name);
const indexesOf = async (client: pg.Client, table: string) =>
  (
    await client.query<{ said: string }>(
      'select indexdef as said from pg_indexes where tablename = $1 order by indexdef',
      [table],
    )
  ).rows.map(({ said }) => said.replaceAll(table, 'predictions').replace(/ON ONLY/, 'ON'));

test('a log of before its rows became smaller keeps every row, its lock by project, and the shape for days to come', async () => {
  const older = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-migrations-'));
  for (const name of fs.readdirSync('prisma/migrations'))
    if (name < LOG_ROW) fs.cpSync(path.join('prisma/migrations', name), path.join(older, name), { recursive: true });
  const url = await emptyDatabase(older);
  const client = new pg.Client({ connectionString: url });
  const database = openDatabase(url);
  try {
    await client.connect();
    await client.query("select set_config('app.system', 'on', false)");
    const [projectId, modelId, caller, call] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const tensors = encodeTensors([['x', { shape: [1, 2], data: Float32Array.of(1.5, Number.NaN) }]], []);
    const now = Date.now();
    for (let day = 0; day < DAYS; day++) {
      const at = now - day * DAY_MS;
      await client.query('select ensure_prediction_partition($1::date)', [dayOf(at)]);
      for (let n = 0; n < CALLS_A_DAY; n++)
        await client.query(
          `insert into predictions (id, project_id, model_id, version_number, received_at, rows, route, origin, protocol, caller, request_id,
             idempotency_key, latency_us, queue_us, run_us, outcomes, tensors, context, truncated, shadow_of, agreeing, arrived_at,
             settings_number, abstained)
           values ($1, $2, $3, 2, $4, 2, 'champion', 'api', 'v2', $5, $6, 'key', 10, 11, 12, $7, $8, $9, true, $10, 1, $4, 3, $11)`,
          [
            idAt(at),
            ...[projectId, modelId, new Date(at), [caller, null, 'no id'][n % 3], n % 2 ? 'trace' : null],
            ...[n % 2 ? ['a"b\\c', 'ç, {"x"}'] : [], tensors, n % 2 ? JSON.stringify([{ entity: 'e' }]) : null],
            ...[n % 2 ? call : null, n % 2 ? [0, 1] : null],
          ],
        );
    }
    const rows = async (callerColumn: string) =>
      (
        await client.query<Record<string, unknown>>(
          `select id, project_id, model_id, version_number, received_at, rows, route, origin, protocol, ${callerColumn} as caller, request_id,
             idempotency_key, latency_us, queue_us, run_us, outcomes, tensors, context, truncated, shadow_of, agreeing, arrived_at,
             settings_number, abstained from predictions order by id`,
        )
      ).rows;
    const before = await rows('caller');
    expect(before).toHaveLength(DAYS * CALLS_A_DAY);
    expect(await migrate(url, 'prisma/migrations')).toContain(LOG_ROW);
    const after = await rows('caller_id');
    // What was no id of a person or a key names nobody.
    expect(after).toEqual(before.map((row) => ({ ...row, caller: row.caller === 'no id' ? null : row.caller })));
    expect(after.filter((row) => row.caller === caller)).toHaveLength(DAYS * 14);

    const { rows: tables } = await client.query<{ name: string }>(
      "select relname as name from pg_class where relname like 'predictions%' and relkind in ('r', 'p') order by 1",
    );
    expect(tables.map(({ name }) => name)).toEqual(
      ['predictions', ...Array.from({ length: DAYS }, (_, day) => partition(now - day * DAY_MS))].sort(),
    );
    const { rows: days } = await client.query<{ bytes: string }>('select bytes from prediction_partitions()');
    expect(days.map(({ bytes }) => Number(bytes) > 0)).toEqual([true, true, true]);

    // A day that comes later is made by the drainer, under the application's role.
    const later = logRecord({ projectId, modelId }, { t: now + DAY_MS, id: idAt(now + DAY_MS), caller });
    expect(await commitBatch(database.pool, newDrainState(randomUUID()), [later], null)).toEqual({ stored: 1 });
    for (const day of [now + DAY_MS, now - DAY_MS]) {
      expect(await columnsOf(client, partition(day))).toEqual(await columnsOf(client, 'predictions'));
      const indexes = await indexesOf(client, partition(day));
      expect(indexes).toEqual([
        expect.stringMatching(/\(model_id, id\) WITH \(fillfactor='?100'?\)$/),
        expect.stringMatching(/\(shadow_of\) WHERE \(shadow_of IS NOT NULL\)$/),
        expect.stringMatching(/^CREATE UNIQUE INDEX .*\(id\) WITH \(fillfactor='?100'?\)$/),
      ]);
    }

    await client.query("set role implanta_app; select set_config('app.system', '', false)");
    const seen = async (projects: string) => {
      await client.query("select set_config('app.projects', $1, false)", [projects]);
      return Number((await client.query('select count(*) as n from predictions')).rows[0].n);
    };
    expect(await seen(randomUUID())).toBe(0);
    expect(await seen(projectId)).toBe(DAYS * CALLS_A_DAY + 1);
    await expect(client.query(`select 1 from ${partition(now)}`)).rejects.toThrow(/permission denied/);
  } finally {
    await database.close();
    await client.end();
    fs.rmSync(older, { recursive: true, force: true });
  }
});
