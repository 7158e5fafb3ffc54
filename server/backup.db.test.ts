import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestProject, emptyDatabase, type TestProject, uploadFixture } from '@/app/api/test-project';
import { saveCard } from '@/lib/domain/cards';
import { CARD_FIELDS, CardFields } from '@/lib/domain/cards/schema';
import { artifacts } from '@/lib/domain/registry';
import { encodeTensors } from '@/lib/domain/serving';
import { folderBlobStore } from '@/lib/engine/blobs';
import { database } from '@/lib/platform/database';
import { requiredEnv } from '@/lib/platform/env';
import { uuid7 } from '@/lib/platform/uuid7';
import { backUp, restore } from './backup';

const url = requiredEnv('DATABASE_URL');
let work: string;
let project: TestProject;
beforeAll(async () => {
  work = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-backup-'));
  project = await createTestProject();
  const { model } = await uploadFixture(project, 'iris_logreg_zipmap', 'kept-iris');
  const fields = CardFields.parse(Object.fromEntries(CARD_FIELDS.map((name) => [name, `${name}: "tab\there" \\N`])));
  await saveCard(project.as('scientist'), {
    model: 'kept-iris',
    number: 1,
    content: { fields, markdown: 'two\nlines' },
  });
  await database().pool.query('select ensure_prediction_partition(current_date)');
  await database().inTransaction('system', async (db) => {
    await db.prediction.create({
      data: {
        id: uuid7(),
        projectId: project.id,
        modelId: model.id,
        versionNumber: 1,
        receivedAt: new Date(),
        rows: 1,
        route: 'champion',
        origin: 'api',
        protocol: 'v2',
        latencyUs: 5,
        queueUs: 1,
        runUs: 1,
        outcomes: ['a"b'],
        tensors: new Uint8Array(encodeTensors([['X', { shape: [1], data: ['ç\\'] }]], [])),
        truncated: false,
      },
    });
  });
});
afterAll(() => fs.rmSync(work, { recursive: true, force: true }));

async function contentOf(address: string): Promise<Record<string, unknown[]>> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  await client.query("select set_config('app.system', 'on', false)");
  const { rows: tables } = await client.query(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> '_prisma_migrations' order by 1",
  );
  const content: Record<string, unknown[]> = {};
  for (const { name } of tables)
    content[name] = (await client.query(`select t::text as row from "${name}" t order by 1`)).rows.map(
      ({ row }) => row,
    );
  await client.end();
  return content;
}

const data = () => path.resolve(requiredEnv('IMPLANTA_DATA'));
const blobsIn = (folder: string) => () => folderBlobStore(path.join(folder, 'blobs'));
const make = (name: string) => {
  const folder = path.join(work, name);
  fs.mkdirSync(folder);
  return folder;
};

test('a restored installation has every row and every file of the moment', async () => {
  const target = path.join(work, 'first');
  const summary = await backUp({ url, data: data(), target, blobs: artifacts });
  const before = await contentOf(url);
  expect(summary.rows).toBe(Object.values(before).flat().length);
  expect(before.predictions?.length).toBeGreaterThan(0);
  const fresh = await emptyDatabase();
  const folder = make('data');
  fs.writeFileSync(path.join(folder, 'secrets.json'), JSON.stringify({ database: 'its own' }));
  await restore({ url: fresh, data: folder, source: target, blobs: blobsIn(folder) });
  expect(await contentOf(fresh)).toEqual(before);
  for (const name of fs.readdirSync(path.join(data(), 'blobs', project.id)))
    expect(fs.readFileSync(path.join(folder, 'blobs', project.id, name))).toEqual(
      fs.readFileSync(path.join(data(), 'blobs', project.id, name)),
    );
  expect(JSON.parse(fs.readFileSync(path.join(folder, 'secrets.json'), 'utf8')).database).toBe('its own');
  const client = new pg.Client({ connectionString: fresh });
  await client.connect();
  const { rows } = await client.query(
    "select nextval(pg_get_serial_sequence('audit_events', 'id')) > (select max(id) from audit_events) as behind",
  );
  await client.end();
  expect(rows).toEqual([{ behind: true }]);
  await expect(restore({ url: fresh, data: folder, source: target, blobs: blobsIn(folder) })).rejects.toThrow(
    /has people or projects/,
  );
});

test('a damaged backup, one of another release and a folder that is none change nothing', async () => {
  const target = path.join(work, 'second');
  await backUp({ url, data: data(), target, blobs: artifacts });
  await expect(backUp({ url, data: data(), target, blobs: artifacts })).rejects.toThrow(/exists/);
  const fresh = await emptyDatabase();
  const before = await contentOf(fresh);
  const folder = make('untouched');
  await expect(restore({ url: fresh, data: folder, source: folder, blobs: blobsIn(folder) })).rejects.toThrow(
    /is no backup/,
  );
  const file = path.join(target, 'manifest.json');
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(file, JSON.stringify({ ...manifest, migrations: [] }));
  await expect(restore({ url: fresh, data: folder, source: target, blobs: blobsIn(folder) })).rejects.toThrow(
    /another release/,
  );
  fs.writeFileSync(file, JSON.stringify(manifest));
  fs.appendFileSync(path.join(target, 'tables', 'models'), 'x');
  await expect(restore({ url: fresh, data: folder, source: target, blobs: blobsIn(folder) })).rejects.toThrow(
    /damaged/,
  );
  expect(await contentOf(fresh)).toEqual(before);
  expect(fs.readdirSync(folder)).toEqual([]);
});
