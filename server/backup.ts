import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { z } from 'zod';
import { type BlobStore, sha256OfFile } from '@/lib/engine/blobs';

// In SQL alone, because the embedded PostgreSQL has no pg_dump, and one written for another major version would refuse the server.

const Manifest = z.object({
  product: z.literal('implanta'),
  madeAt: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  tables: z.array(z.object({ name: z.string(), rows: z.number(), sha256: z.string() })),
});
type Manifest = z.infer<typeof Manifest>;

export interface BackupSummary {
  rows: number;
  tables: number;
  files: number;
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
const DAY_MS = 86_400_000;

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const readMigrations = async (client: pg.Client): Promise<Manifest['migrations']> =>
  (
    await client.query<{ name: string; checksum: string }>(
      'select migration_name as name, checksum from _prisma_migrations where rolled_back_at is null order by migration_name',
    )
  ).rows;

/** The tables with rows of ours, each after those that it refers to. Partitions are part of their table. */
async function listTables(client: pg.Client): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> '_prisma_migrations' order by relname",
  );
  const { rows: references } = await client.query<{ name: string; target: string }>(
    "select c.relname as name, t.relname as target from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_class t on t.oid = f.confrelid where f.contype = 'f' and f.connamespace = 'public'::regnamespace and c.oid <> t.oid",
  );
  const ordered: string[] = [];
  const left = new Set(tables.map(({ name }) => name));
  while (left.size > 0) {
    const free = [...left].filter(
      (name) => !references.some((reference) => reference.name === name && left.has(reference.target)),
    );
    if (free.length === 0) throw new Error(`The tables ${[...left].join(', ')} refer to each other in a circle.`);
    for (const name of free) {
      ordered.push(name);
      left.delete(name);
    }
  }
  return ordered;
}

/** Copies the files that are not there yet; returns how many. */
function copyNew(from: string, to: string): number {
  if (!fs.existsSync(from)) return 0;
  let copied = 0;
  fs.mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copied += entry.name === 'incoming' ? 0 : copyNew(source, target);
    else if (entry.name !== 'gateway.pid' && !fs.existsSync(target)) {
      try {
        fs.copyFileSync(source, target);
        copied += 1;
      } catch (error) {
        // A drained segment or a deleted model's file may go at any moment.
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      }
    }
  }
  return copied;
}

/**
 * Writes everything that an installation must not lose into the new folder `target`, also while the product runs: the rows of one moment,
 * the model files, the calls that still wait in the spool, and the secrets. Nothing has that name until all of it is written. `missing` names
 * files that rows name and nobody has any more.
 */
export async function backUp(input: {
  url: string;
  data: string;
  target: string;
  blobs: () => BlobStore;
}): Promise<BackupSummary & { missing: string[] }> {
  if (fs.existsSync(input.target)) throw new Error(`${input.target} exists. A backup goes into a folder of its own.`);
  const partial = `${input.target}.partial-${process.pid}`;
  fs.mkdirSync(path.join(partial, 'tables'), { recursive: true, mode: 0o700 });
  const missing: string[] = [];
  try {
    // Before the rows: what is drained in between is in both, and the cursor among the rows says so.
    copyNew(path.join(input.data, 'spool'), path.join(partial, 'spool'));
    // Before and after the rows, so that neither a new nor a deleted file is missing.
    let files = copyNew(path.join(input.data, 'blobs'), path.join(partial, 'blobs'));
    const manifest = await withClient(input.url, async (client): Promise<Manifest> => {
      await client.query('begin isolation level repeatable read read only');
      await client.query("select set_config('app.system', 'on', true)");
      const tables: Manifest['tables'] = [];
      for (const name of await listTables(client)) {
        const file = path.join(partial, 'tables', name);
        const rows = client.query(copyTo(`copy (select * from ${quote(name)}) to stdout`));
        await pipeline(rows, fs.createWriteStream(file, { mode: 0o600 }));
        tables.push({ name, rows: rows.rowCount, sha256: await sha256OfFile(file) });
      }
      const migrations = await readMigrations(client);
      const { rows: named } = await client.query<{ project: string; sha256: string }>(
        'select project_id as project, sha256 from artifacts',
      );
      await client.query('commit');
      for (const { project, sha256 } of named)
        await input
          .blobs()
          .file(project, sha256)
          .catch(() => missing.push(`${project}/${sha256}`));
      return { product: 'implanta', madeAt: new Date().toISOString(), migrations, tables };
    });
    files += copyNew(path.join(input.data, 'blobs'), path.join(partial, 'blobs'));
    const secrets = path.join(input.data, 'secrets.json');
    if (fs.existsSync(secrets)) fs.copyFileSync(secrets, path.join(partial, 'secrets.json'));
    fs.writeFileSync(path.join(partial, 'manifest.json'), JSON.stringify(manifest, null, 2));
    fs.renameSync(partial, input.target);
    const rows = manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
    return { rows, tables: manifest.tables.length, files, missing };
  } catch (error) {
    fs.rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

function readManifest(source: string): Manifest {
  const file = path.join(source, 'manifest.json');
  if (!fs.existsSync(file)) throw new Error(`${source} is no backup: it has no manifest.json.`);
  return Manifest.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
}

async function insertTable(client: pg.Client, source: string, { name, rows }: Manifest['tables'][number]) {
  // Row-level security refuses COPY into the table itself.
  await client.query(`create temporary table restoring (like ${quote(name)}) on commit drop`);
  await pipeline(
    fs.createReadStream(path.join(source, 'tables', name)),
    client.query(copyFrom('copy restoring from stdin')),
  );
  if (name === 'predictions') {
    const { rows: days } = await client.query<{ day: Date }>('select distinct received_at::date as day from restoring');
    // The day of an id may be the neighbour of the day of receipt.
    for (const { day } of days)
      for (const shift of [-1, 0, 1])
        await client.query('select ensure_prediction_partition($1::date)', [new Date(day.getTime() + shift * DAY_MS)]);
  }
  const inserted = await client.query(`insert into ${quote(name)} select * from restoring`);
  if (inserted.rowCount !== rows)
    throw new Error(`${name}: ${inserted.rowCount} rows arrived of ${rows}. Nothing was restored.`);
  await client.query('drop table restoring');
}

/** Keeps the files of a backup; returns how many. */
async function keepFiles(from: string, blobs: BlobStore): Promise<number> {
  let kept = 0;
  for (const project of fs.existsSync(from) ? fs.readdirSync(from) : [])
    for (const sha256 of fs.readdirSync(path.join(from, project))) {
      const temporary = blobs.temporary();
      fs.copyFileSync(path.join(from, project, sha256), temporary);
      await blobs.keep(project, sha256, temporary);
      kept += 1;
    }
  return kept;
}

/** Sequences go on behind the largest value that was restored. */
async function moveSequences(client: pg.Client) {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `select table_name as "table", column_name as "column", pg_get_serial_sequence(quote_ident(table_name), column_name) as sequence
     from information_schema.columns where table_schema = 'public' and column_default like 'nextval(%'`,
  );
  for (const { table, column, sequence } of rows)
    await client.query(
      `select setval($1::regclass, (select coalesce(max(${quote(column)}), 0) + 1 from ${quote(table)}), false)`,
      [sequence],
    );
}

/**
 * Brings a backup into an empty installation of the same release, in one transaction. Throws, and changes nothing, where the
 * installation has people or projects, where its tables are of another release, or where a file of the backup was changed.
 */
export async function restore(input: {
  url: string;
  data: string;
  source: string;
  blobs: () => BlobStore;
}): Promise<BackupSummary> {
  const manifest = readManifest(input.source);
  for (const { name, sha256 } of manifest.tables)
    if ((await sha256OfFile(path.join(input.source, 'tables', name))) !== sha256)
      throw new Error(`The rows of ${name} are not those that were written: the backup is damaged.`);
  const spools = path.join(input.data, 'spool');
  await withClient(input.url, async (client) => {
    await client.query('begin');
    await client.query("select set_config('app.system', 'on', true)");
    const here = await readMigrations(client);
    if (JSON.stringify(here) !== JSON.stringify(manifest.migrations))
      throw new Error(
        'The backup is of another release. Restore it with the release that made it, and update afterwards.',
      );
    const { rows } = await client.query<{ taken: boolean }>(
      'select exists (select 1 from people) or exists (select 1 from projects) as taken',
    );
    if (rows[0]?.taken)
      throw new Error('This installation has people or projects. A backup goes into an empty one: set IMPLANTA_DATA.');
    for (const { name } of manifest.tables.toReversed()) await client.query(`delete from ${quote(name)}`);
    for (const table of manifest.tables) await insertTable(client, input.source, table);
    await moveSequences(client);
    await client.query('commit');
  });
  const files = await keepFiles(path.join(input.source, 'blobs'), input.blobs());
  fs.rmSync(spools, { recursive: true, force: true });
  copyNew(path.join(input.source, 'spool'), spools);
  takeSecrets(input);
  return { rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0), tables: manifest.tables.length, files };
}

/** Sessions and fingerprints of personal values hang on the secrets; the password of the embedded database stays this one's. */
function takeSecrets({ data, source }: { data: string; source: string }) {
  const [from, to] = [path.join(source, 'secrets.json'), path.join(data, 'secrets.json')];
  if (!fs.existsSync(from)) return;
  const own = fs.existsSync(to) ? JSON.parse(fs.readFileSync(to, 'utf8')) : {};
  const merged = {
    ...own,
    ...JSON.parse(fs.readFileSync(from, 'utf8')),
    ...(own.database ? { database: own.database } : {}),
  };
  fs.writeFileSync(`${to}.new`, JSON.stringify(merged, null, 2), { mode: 0o600 });
  fs.renameSync(`${to}.new`, to);
}
