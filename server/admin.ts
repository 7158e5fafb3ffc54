// The operator's command: works beside a running product, or before it was ever started.
import fs from 'node:fs';
import path from 'node:path';
import { publicKeyOf, readHead, verifyTrail } from '@/lib/domain/audit';
import {
  createKey,
  createProject,
  createSetupToken,
  findProjectRow,
  listProjectRows,
  revokeKey,
} from '@/lib/domain/people';
import { NewApiKey, ProjectName } from '@/lib/domain/people/schema';
import { type Lack, type RecountedDay, recountDays } from '@/lib/domain/predictions';
import { artifacts, listModels } from '@/lib/domain/registry';
import { createUpstream } from '@/lib/domain/upstream';
import { NewUpstream } from '@/lib/domain/upstream/schema';
import { runnerDefaults } from '@/lib/engine/runtime';
import { type Ctx, createCtx } from '@/lib/platform/context';
import { openDatabase } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { createLog } from '@/lib/platform/log';
import { migrate } from '@/lib/platform/migrate';
import { uuid7 } from '@/lib/platform/uuid7';
import { backUp, restore } from './backup';
import { checkFiles } from './check-files';
import { describeTrail } from './describe-trail';
import { openInstallation } from './installation';
import { processIn } from './is-running';

const USAGE = `npm run --silent admin -- COMMAND
  key create --name N --scopes predict,staging,feedback,read,write,admin [--project P] [--calls-per-second C]   prints the key, once
  key revoke ID
  project create NAME
  in-front-of URL [--name N] [--project P] [--header "Name: value"]   puts the gateway in front of a running service
  database url                 the owner's address
  migrate                      brings the database up to date; prints a set-up link while nobody is registered
  pid gateway
  rollups recount [--project P] [--model M] [--from DAY] [--to DAY] [--even-less yes]   counts past days anew from the log
  audit verify [--head FILE]   walks the trail and holds it against the daily heads, and against one that you kept
  doctor
  backup FOLDER                everything that must not be lost, into a new folder; beside a running product too
  restore FOLDER               a backup into an empty installation that does not run`;

const ALONE = ['doctor', 'migrate', 'backup', 'restore', 'in-front-of'];
const PAIRS = ['key create', 'key revoke', 'project create', 'database url', 'audit verify', 'rollups recount'];

const out = (line: string) => process.stdout.write(`${line}\n`);

class UsageError extends Error {}

function options(args: string[]): { words: string[]; named: Map<string, string> } {
  const words: string[] = [];
  const named = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('--')) {
      words.push(arg);
      continue;
    }
    const [name = '', inline] = arg.slice(2).split('=', 2);
    const value = inline ?? args[++i];
    if (value === undefined) throw new UsageError(`--${name} needs a value.`);
    named.set(name, value);
  }
  return { words, named };
}

/** The project that a command names, else the only one, else `default`, made where it is missing. */
async function projectOf(ctx: Ctx, wanted: string | undefined): Promise<{ id: string }> {
  const found = wanted ? await findProjectRow(ctx.db, wanted) : null;
  if (wanted && !found) throw new UsageError(`There is no project "${wanted}".`);
  if (found) return found;
  const all = await listProjectRows(ctx.db);
  const [only] = all;
  if (only && all.length === 1) return only;
  return (await findProjectRow(ctx.db, 'default')) ?? (await createProject(ctx, { name: 'default' }));
}

/** A model in front of a running service, and a key for its callers. */
async function inFrontOf(ctx: Ctx, url: string, named: Map<string, string>): Promise<void> {
  const header = /^([^:]+):\s*(.+)$/.exec(named.get('header') ?? '');
  if (named.has('header') && !header) throw new UsageError('--header takes "Name: value".');
  const input = NewUpstream.safeParse({
    url,
    name: named.get('name') ?? nameOfService(url),
    ...(header ? { header: { name: header[1], value: header[2] } } : {}),
  });
  if (!input.success)
    throw new UsageError(
      `in-front-of: ${input.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
    );
  const project = await projectOf(ctx, named.get('project'));
  const model = await createUpstream(ctx, { ...input.data, projectId: project.id });
  const { key } = await createKey(ctx, { name: `in front: ${model.name}`, scopes: ['predict'], projectId: project.id });
  const address = env().PUBLIC_URL?.replace(/\/$/, '') ?? `http://localhost:${env().PORT}`;
  out(`Callers now ask:  ${address}/m/${model.name}/proxy`);
  out(`with the header:  Authorization: Bearer ${key}`);
  out(`and get what ${input.data.url} answers, byte for byte.`);
}

const LACKS: Record<Lack, (of: RecountedDay) => string> = {
  calls: ({ logged, counted }) => `the log has ${logged.calls} of ${counted.calls} counted calls`,
  errors: ({ logged, counted }) => `the log has ${logged.errors} of ${counted.errors} counted errors`,
  inputs: ({ truncated }) => `the log lacks the inputs of ${truncated} calls`,
  origins: ({ withoutOrigin }) => `${withoutOrigin} errors say no origin`,
};

/** A UTC day of an option; null where it is not given. */
function dayOf(named: Map<string, string>, name: string): number | null {
  const text = named.get(name);
  if (text === undefined) return null;
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms)) throw new UsageError(`--${name} takes a day such as 2026-11-28.`);
  return ms;
}

/** Counts days of one model, or of all models of the projects, anew from the log. */
async function recountRollups(ctx: Ctx, named: Map<string, string>): Promise<void> {
  const [fromMs, toMs, wanted] = [dayOf(named, 'from'), dayOf(named, 'to'), named.get('model')];
  const projects = named.has('project') ? [await projectOf(ctx, named.get('project'))] : await listProjectRows(ctx.db);
  const models = (
    await Promise.all(projects.map(async ({ id }) => (await listModels(ctx, { projectId: id })).models))
  ).flat();
  const chosen = models.filter(({ id, name }) => wanted === undefined || wanted === id || wanted === name);
  if (wanted !== undefined && chosen.length === 0) throw new UsageError(`There is no model "${wanted}".`);
  let [replaced, left] = [0, 0];
  for (const { projectId, id: modelId, name } of chosen)
    for await (const day of recountDays(ctx, {
      projectId,
      modelId,
      fromMs,
      toMs,
      evenLess: named.get('even-less') === 'yes',
    })) {
      const lacks = day.lacks.map((lack) => LACKS[lack](day)).join(', ');
      if (day.isReplaced) replaced += 1;
      else left += 1;
      out(
        day.isReplaced
          ? `${name} ${day.day}: ${day.logged.calls} calls and ${day.logged.errors} errors counted, before ${day.counted.calls} and ${day.counted.errors}${lacks && `; ${lacks}`}`
          : `${name} ${day.day}: left as it was: ${lacks}`,
      );
    }
  out(`${replaced} days counted anew, ${left} left as they were`);
}

/** A name from a service's address. Example: http://old:8000/predict is old-8000-predict. */
const nameOfService = (url: string): string =>
  url
    .replace(/^https?:\/\//, '')
    .replace(/[^A-Za-z0-9._]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|-+$/g, '')
    .slice(0, 100);

async function run(args: string[]): Promise<void> {
  const { words, named } = options(args);
  const command = ALONE.includes(words[0] ?? '') ? String(words[0]) : words.slice(0, 2).join(' ');
  if (command === 'pid gateway') {
    const file = path.join(path.resolve(env().IMPLANTA_DATA), 'run', 'gateway.pid');
    if (!fs.existsSync(file)) throw new UsageError('No gateway runs on this data folder.');
    out(fs.readFileSync(file, 'utf8').trim());
    return;
  }
  if (![...ALONE, ...PAIRS].includes(command)) throw new UsageError(USAGE);
  const place = command === 'backup' || command === 'restore' ? path.resolve(words[1] ?? '') : '';
  if (place !== '' && !words[1]) throw new UsageError(`${command} needs a folder.`);
  const wasRunning = processIn(path.join(path.resolve(env().IMPLANTA_DATA), 'run', 'main.pid'), 'main.mjs') !== null;
  if (command === 'restore' && wasRunning) throw new UsageError('The product runs on this data folder. Stop it first.');
  const { url, postgres, folder, secrets } = await openInstallation(() => {});
  const database = openDatabase(url, { connections: 2 });
  try {
    const applied = await migrate(url, path.resolve('prisma/migrations'));
    const ctx = createCtx({
      database,
      actor: { kind: 'system', name: 'operator' },
      log: createLog('admin'),
      requestId: uuid7(),
    });
    if (command === 'database url') out(url);
    else if (command === 'backup') {
      const { rows, tables, files, missing } = await backUp({ url, data: folder, target: place, blobs: artifacts });
      out(`${rows} rows of ${tables} tables and ${files} files are in ${place}`);
      for (const name of missing) out(`not there any more, though a row names it: ${name}`);
    } else if (command === 'restore') {
      const { rows, tables, files } = await restore({ url, data: folder, source: place, blobs: artifacts });
      out(`${rows} rows of ${tables} tables and ${files} files are restored`);
    } else if (command === 'migrate') {
      out(applied.length > 0 ? `applied ${applied.join(', ')}` : 'the database is up to date');
      const setupToken = await createSetupToken(ctx);
      const address = env().PUBLIC_URL?.replace(/\/$/, '') ?? `http://localhost:${env().PORT}`;
      if (setupToken) out(`Set it up here, once: ${address}/setup?t=${setupToken}`);
    } else if (command === 'project create') {
      const name = ProjectName.safeParse(words.slice(2).join(' '));
      if (!name.success) throw new UsageError(name.error.issues[0]?.message ?? 'The name does not fit.');
      out((await createProject(ctx, { name: name.data })).id);
    } else if (command === 'key create') {
      const input = NewApiKey.safeParse({
        name: named.get('name'),
        scopes: (named.get('scopes') ?? '').split(',').filter(Boolean),
        ...(named.has('calls-per-second') ? { callsPerSecond: Number(named.get('calls-per-second')) } : {}),
      });
      if (!input.success)
        throw new UsageError(
          `key create: ${input.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
        );
      const project = await projectOf(ctx, named.get('project'));
      out((await createKey(ctx, { ...input.data, projectId: project.id })).key);
    } else if (command === 'in-front-of') {
      await inFrontOf(ctx, words[1] ?? '', named);
    } else if (command === 'key revoke') {
      const revoked = await revokeKey(ctx, { id: words[2] ?? '' });
      out(`revoked ${revoked.name}`);
    } else if (command === 'rollups recount') {
      await recountRollups(ctx, named);
    } else if (command === 'audit verify') {
      const file = named.get('head');
      if (file !== undefined && !fs.existsSync(file)) throw new UsageError(`There is no file ${file}.`);
      const kept = file === undefined ? null : readHead(fs.readFileSync(file, 'utf8'));
      if (file !== undefined && !kept) throw new UsageError(`${file} has no head of an audit trail in it.`);
      const verdict = await verifyTrail(ctx, { ownKey: publicKeyOf(secrets.AUDIT_KEY), kept });
      for (const line of describeTrail(verdict)) out(line);
      if (verdict.faults.length > 0) process.exitCode = 1;
    } else {
      const { rows } = await database.pool.query<{ version: string; role: string }>(
        "select current_setting('server_version') as version, current_user as role",
      );
      out(`Node ${process.version} on ${process.platform}-${process.arch}`);
      out(
        `PostgreSQL ${rows[0]?.version}, ${postgres ? 'embedded' : 'from DATABASE_URL'}; the application works as ${rows[0]?.role}`,
      );
      out(runnerDefaults().sandbox.sentence);
      out(`Log durability: ${env().LOG_DURABILITY}`);
      const fault = await checkFiles(artifacts());
      out(`Files: ${env().BLOB_URL ?? 'in the data folder'}${fault === null ? '' : `, which does not work: ${fault}`}`);
      if (fault !== null) process.exitCode = 1;
    }
  } finally {
    await database.close();
    if (postgres && !wasRunning) await postgres.stop();
  }
}

run(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof UsageError ? 2 : 1);
});
