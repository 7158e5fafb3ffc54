import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  deleteLabelSource,
  listLabelSources,
  pullDueLabels,
  runLabelSource,
  saveLabelSource,
  tryLabelSource,
} from '@/lib/domain/feedback';
import { LabelSourceContent, LabelSourceView } from '@/lib/domain/feedback/schema';
import { commitBatch, newDrainState } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import type { Ctx } from '@/lib/platform/context';
import { database } from '@/lib/platform/database';
import { env, requiredEnv } from '@/lib/platform/env';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/server/embedded-postgres';
import { callRoute } from './call-route';
import { idAt, logRecord } from './log-records';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SECRET = `reader-${randomUUID()}`;

/** The owner's own database: another server than ours. */
let theirs: EmbeddedPostgres;
let owner: pg.Client;
let folder: string;
let address: string;
let project: TestProject;
let model: Model;
let laterMs = 0;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-theirs-'));
  fs.chmodSync(folder, 0o755);
  theirs = await startEmbeddedPostgres({ dataRoot: folder, password: 'owner', fast: true });
  owner = new pg.Client({ connectionString: theirs.url });
  await owner.connect();
  await owner.query(`
    create table outcomes (id text, flight text, late text, known_at timestamptz);
    create role reader login password '${SECRET}';
    grant all on outcomes to reader`);
  address = theirs.url.replace(/\/\/[^@]*@/, '//reader@');
});
afterAll(async () => {
  await owner.end();
  await theirs.stop();
  fs.rmSync(fs.realpathSync(path.join(folder, 'postgres')), { recursive: true, force: true });
  fs.rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  laterMs = 0;
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'mixed_columns', `m-${randomUUID().slice(0, 8)}`));
  await owner.query('truncate outcomes');
});
afterEach(async () => {
  await systemCtxOfTest().db.labelSource.deleteMany({});
});

const at = (ctx: Ctx): Ctx => ({ ...ctx, now: () => new Date(Date.now() + laterMs) });
const administrator = () => at(project.as('administrator'));
const scientist = () => at(project.as('scientist'));
const pullDue = () => pullDueLabels(at(systemCtxOfTest()));

const content = (more: object = {}) =>
  LabelSourceContent.parse({
    name: 'warehouse',
    kind: 'sql',
    url: address,
    secret: SECRET,
    sql: 'select id, late from outcomes where known_at > $1',
    key: 'id',
    label: 'late',
    every: 'hour',
    ...more,
  });
const save = (more: object = {}, id: string | null = null, ctx = administrator()) =>
  saveLabelSource(ctx, { model: model.name, id, content: content(more) });
const tryOut = (more: object = {}, id: string | null = null, ctx = administrator()) =>
  tryLabelSource(ctx, { model: model.name, trial: { id, source: content(more) } });
const run = (id: string, dryRun?: '1') => runLabelSource(administrator(), { model: model.name, id, dryRun });
const list = async () => (await listLabelSources(at(project.as('reviewer')), { model: model.name })).sources;
const only = async () => {
  const [source] = await list();
  if (!source) throw new Error('there is one source');
  return source;
};

async function log(...records: Parameters<typeof logRecord>[1][]) {
  const made = records.map((more) => logRecord({ projectId: project.id, modelId: model.id }, more));
  await commitBatch(database().pool, newDrainState(randomUUID()), made, null);
  return made.map(({ id }) => id);
}
const know = (id: string | null, late: string | null, flight: string | null = null, knownAt = new Date()) =>
  owner.query('insert into outcomes values ($1, $2, $3, $4)', [id, flight, late, knownAt]);
const events = () =>
  systemCtxOfTest().db.auditEvent.findMany({
    where: { projectId: project.id },
    select: { action: true, object: true, before: true, after: true },
  });
const labels = async () =>
  (
    await systemCtxOfTest().db.label.findMany({
      where: { projectId: project.id },
      orderBy: [{ predictionId: 'asc' }, { row: 'asc' }],
    })
  ).map(({ predictionId, row, value, source, createdBy }) => ({
    id: `${predictionId}.${row}`,
    value,
    source,
    createdBy,
  }));

test('a SELECT is tried, then pulled when it is due, and only what came since', async () => {
  const began = Date.now();
  const [call = ''] = await log({ ages: [40, 60, 61] });
  await know(`${call}.0`, 'slow');
  await know(`${call}.1`, 'fast', null, new Date(Date.now() - 24 * HOUR));
  await know(idAt(Date.now()), 'perhaps');
  await know(null, 'slow');
  const dry = await tryOut();
  expect(dry).toEqual({
    isWritten: false,
    lines: 3,
    empty: 1,
    repeated: 0,
    keys: 3,
    unknown: { count: 1, examples: [expect.any(String)] },
    contradictions: { count: 0, examples: [] },
    misfits: { count: 1, examples: ['perhaps'] },
    rows: 3,
    replaced: null,
  });
  expect([await labels(), await list()]).toEqual([[], []]);
  const saved = await save();
  expect(saved).toMatchObject({ url: address, hasSecret: true, pulledUntil: null, last: null });
  expect(await pullDue()).toBe(false);
  laterMs = HOUR;
  const rounds = await Promise.all([pullDue(), pullDue(), pullDue()]);
  expect(rounds.filter(Boolean)).toHaveLength(1);
  expect((await labels()).slice(0, 2)).toEqual([
    { id: `${call}.0`, value: 'slow', source: 'automatic', createdBy: 'label source warehouse' },
    { id: `${call}.1`, value: 'fast', source: 'automatic', createdBy: 'label source warehouse' },
  ]);
  const first = await only();
  expect(first.last?.outcome).toEqual({ kind: 'written', lines: 3, rows: 3, replaced: 0, unknown: 1, misfits: 1 });
  expect(Date.parse(first.pulledUntil ?? '')).toBeGreaterThanOrEqual(began);
  expect(Date.parse(first.pulledUntil ?? '')).toBeLessThanOrEqual(Date.now());
  await know(`${call}.2`, 'fast', null, new Date(Date.now() + MINUTE));
  laterMs = 2 * HOUR;
  expect(await pullDue()).toBe(true);
  expect((await only()).last?.outcome).toMatchObject({ lines: 1, rows: 1 });
  expect(await labels()).toHaveLength(4);
});

test('joins by a context value in a window, as another word of source', async () => {
  const ctx = (...entities: string[]) => entities.map((entity) => ({ entity }));
  const [call] = await log(
    { ages: [40, 60], ctx: ctx('LH1', 'LH2') },
    { ages: [62], ctx: ctx('LH1'), t: Date.now() - 40 * 24 * HOUR },
  );
  await know(null, 'slow', 'LH1');
  const { id } = await save({
    sql: 'select flight, late from outcomes',
    key: 'flight',
    context: 'entity',
    days: 7,
    source: 'review',
  });
  expect(await run(id, '1')).toMatchObject({ isWritten: false, rows: 1 });
  expect(await run(id)).toMatchObject({ isWritten: true, rows: 1, replaced: 0 });
  expect(await labels()).toMatchObject([{ id: `${call}.0`, value: 'slow', source: 'review' }]);
  await save(
    { name: 'warehouse', key: 'flight', sql: 'select flight, late from outcomes', context: 'entity', days: 60 },
    id,
  );
  expect(await run(id)).toMatchObject({ rows: 2 });
});

test('no rows are a success; after an outage it is one pull; a source that is off is not pulled', async () => {
  await save();
  laterMs = 50 * HOUR;
  expect([await pullDue(), await pullDue()]).toEqual([true, false]);
  const { last, dueAt, id } = await only();
  expect(last?.outcome).toMatchObject({ kind: 'written', lines: 0, rows: 0 });
  const wait = Date.parse(dueAt ?? '') - (Date.now() + laterMs);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(HOUR);
  await save({ enabled: false }, id);
  laterMs = 90 * HOUR;
  expect(await pullDue()).toBe(false);
  expect((await only()).dueAt).toBeNull();
});

test('a pull that fails is told, writes nothing, and is tried again at the next time', async () => {
  const [call = ''] = await log({ ages: [40] });
  await know(`${call}.0`, 'slow');
  await know(`${call}.0`, 'fast');
  await save();
  laterMs = HOUR;
  await pullDue();
  expect((await only()).last?.outcome).toEqual({
    kind: 'failed',
    fault: 'contradiction',
    said: `Rows 1 and 2 say different things of "${call}.0": "slow" and "fast".`,
  });
  expect([await labels(), (await only()).pulledUntil, await pullDue()]).toEqual([[], null, false]);
  await owner.query("delete from outcomes where late = 'fast'");
  laterMs = 2 * HOUR;
  await pullDue();
  expect((await only()).last?.outcome).toMatchObject({ kind: 'written', rows: 1 });
});

test.each([
  ['writes', { sql: "with w as (insert into outcomes values ('x') returning id, late) select * from w" }, 'read_only'],
  ['two statements', { sql: 'select id, late from outcomes; delete from outcomes' }, 'statement'],
  ['a wrong word', { sql: 'selec id' }, 'statement'],
  ['a wrong password', { secret: 'wrong-password' }, 'login'],
  ['too much', { sql: "select gen_random_uuid() as id, 'x' as late from generate_series(1, 50001)" }, 'too_many_rows'],
])('%s are told, with the secret in no answer', async (_, more, fault) => {
  await expect(tryOut(more)).rejects.toMatchObject({ code: 'invalid_input', reason: fault });
  await save(more);
  laterMs = HOUR;
  await pullDue();
  const shown = await only();
  expect(shown.last?.outcome).toMatchObject({ kind: 'failed', fault });
  const all = JSON.stringify([shown, await events()]);
  for (const secret of [SECRET, 'wrong-password']) expect(all).not.toContain(secret);
  expect((await owner.query('select 1 from outcomes')).rows).toEqual([]);
});

test('a column that is not there is named with those that are; ids must be ids', async () => {
  await expect(tryOut({ label: 'delayed' })).rejects.toMatchObject({
    reason: 'no_column',
    message: 'sql: there is no column "delayed". The statement gives: id, late.',
  });
  await know('17', 'slow');
  await expect(tryOut()).rejects.toMatchObject({ message: expect.stringContaining('Row 1, column "id"') });
  for (const more of [{ sql: 'select 1\0' }, { name: 'a\0b' }, { key: 'a\0' }, { sql: ' ' }, { every: 'week' }])
    expect(LabelSourceContent.safeParse({ ...content(), ...more }).success).toBe(false);
});

test('secrets stay with their address, and are never shown', async () => {
  const withPassword = address.replace('reader@', `reader:${SECRET}@`);
  const { id } = await save({ url: withPassword, secret: undefined });
  expect(await only()).toMatchObject({ url: address, hasSecret: true });
  await know(idAt(Date.now()), 'slow');
  expect(await tryOut({ secret: undefined, url: address }, id)).toMatchObject({ lines: 1 });
  const elsewhere = address.replace('127.0.0.1', 'localhost');
  await expect(tryOut({ secret: undefined, url: elsewhere }, id)).rejects.toMatchObject({ reason: 'secret_wanted' });
  await expect(save({ secret: undefined, url: elsewhere }, id)).rejects.toMatchObject({ reason: 'secret_wanted' });
  await run(id);
  expect((await only()).pulledUntil).not.toBeNull();
  await save({ secret: undefined, url: address, every: 'day', hour: 5 }, id);
  expect(await only()).toMatchObject({ hasSecret: true, every: 'day', hour: 5, pulledUntil: expect.any(String) });
  await save({ secret: undefined, url: address, sql: 'select id, late from outcomes' }, id);
  expect((await only()).pulledUntil).toBeNull();
  await save({ secret: null, url: address }, id);
  await expect(run(id)).rejects.toMatchObject({ reason: 'login' });
  expect(await auditActions(`label-source:${id}`)).toEqual([
    'label-source.create',
    'label-source.pull',
    'label-source.update',
    'label-source.update',
    'label-source.update',
  ]);
});

test('private networks take leave, and our own database takes none', async () => {
  await expect(save({}, null, scientist())).rejects.toMatchObject({ reason: 'private_address' });
  const host = new URL(address).host;
  Object.assign(env(), { UPSTREAM_TARGETS: [host] });
  expect(await save({}, null, scientist())).toMatchObject({ name: 'warehouse' });
  Object.assign(env(), { UPSTREAM_TARGETS: [] });
  const ours = new URL(requiredEnv('DATABASE_URL'));
  for (const name of ['127.0.0.1', 'localhost', '[::1]', '0x7f.1'])
    await expect(save({ name, url: `postgres://u@${name}:${ours.port}/implanta` })).rejects.toMatchObject({
      reason: 'closed_address',
    });
  await expect(save({ name: 'cloud', url: 'postgres://u@169.254.169.254/d' })).rejects.toMatchObject({
    reason: 'closed_address',
  });
  // One that was saved before our database came there.
  await systemCtxOfTest().db.labelSource.updateMany({ data: { url: `postgres://u@localhost:${ours.port}/implanta` } });
  laterMs = HOUR;
  await pullDue();
  expect((await only()).last?.outcome).toMatchObject({ kind: 'failed', fault: 'closed_address' });
  // And one whose name leads into the network since.
  await systemCtxOfTest().db.labelSource.updateMany({ data: { url: address, allowPrivate: false } });
  laterMs = 2 * HOUR;
  await pullDue();
  expect((await only()).last?.outcome).toMatchObject({ kind: 'failed', fault: 'closed_address' });
});

test('a source is not pulled twice at once, and what was changed meanwhile is not settled', async () => {
  const { id } = await save({ sql: 'select id, late from outcomes, pg_sleep(0.5)' });
  const running = run(id);
  await expect.poll(async () => (await only()).isRunning).toBe(true);
  await expect(run(id)).rejects.toMatchObject({ code: 'conflict', reason: 'pull_running' });
  await save({}, id);
  await running;
  expect(await only()).toMatchObject({ last: null, isRunning: false });
});

test('five sources a model, each with its own name', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) await save({ name });
  await expect(save({ name: 'f' })).rejects.toMatchObject({ code: 'limit_exceeded' });
  const [first] = await list();
  await deleteLabelSource(administrator(), { model: model.name, id: first?.id ?? '' });
  await expect(save({ name: 'b' })).rejects.toMatchObject({ reason: 'name_taken' });
  await expect(run(first?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
});

test('over HTTP', async () => {
  const call = (method: string, rest: string, more: object) =>
    callRoute(method, `/api/models/{model}/label-sources${rest}`, {
      headers: { authorization: `Bearer ${project.keys.write}` },
      params: { model: model.name, ...('id' in more ? { id: String(more.id) } : {}) },
      ...more,
    });
  Object.assign(env(), { UPSTREAM_TARGETS: ['127.0.0.1'] });
  const made = await call('POST', '', { body: content() });
  const { id } = LabelSourceView.parse(await made.json());
  expect(made.status).toBe(201);
  expect((await call('PUT', '/{id}', { id, body: content({ name: 'other' }) })).status).toBe(200);
  expect((await call('POST', '/try', { body: { source: content() } })).status).toBe(200);
  expect(await (await call('POST', '/{id}/run', { id, query: { dryRun: '1' } })).json()).toMatchObject({
    isWritten: false,
  });
  expect(await (await call('POST', '/{id}/run', { id })).json()).toMatchObject({ isWritten: true });
  expect((await call('POST', '', { body: { ...content(), sql: '' } })).status).toBe(422);
  expect((await call('DELETE', '/{id}', { id })).status).toBe(204);
  Object.assign(env(), { UPSTREAM_TARGETS: [] });
});

/** A server with one file. */
async function serve(answer: http.RequestListener): Promise<{ url: string; close: () => void }> {
  const server = http.createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const place = server.address();
  const port = typeof place === 'object' && place ? place.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('a file at an address: token and signature are sent, and what has not changed is not read', async () => {
  const [call = ''] = await log({ ages: [40, 60] });
  let file = `id,late\n${call}.0,slow\n`;
  let etag = '"one"';
  const asked: { path?: string; token?: string; known?: string; status: number }[] = [];
  const server = await serve((request, response) => {
    const known = request.headers['if-none-match'];
    const status = known === etag ? 304 : 200;
    asked.push({ path: request.url, token: request.headers.authorization, known, status } as (typeof asked)[number]);
    response.writeHead(status, { etag }).end(status === 200 ? file : undefined);
  });
  const url = `${server.url}/bucket/labels.csv`;
  const of = { kind: 'url', url: `${url}?X-Signature=sesame`, secret: 'token-1', sql: '' };
  expect(await tryOut(of)).toMatchObject({ rows: 1, isWritten: false });
  const { id } = await save(of);
  expect(await only()).toMatchObject({ url, hasSecret: true, hasHiddenQuery: true });
  laterMs = HOUR;
  await pullDue();
  expect((await only()).last?.outcome).toMatchObject({ kind: 'written', rows: 1 });
  laterMs = 2 * HOUR;
  await pullDue();
  expect((await only()).last?.outcome).toEqual({ kind: 'unchanged' });
  file = `id,late\n${call}.0,slow\n${call}.1,fast\n`;
  etag = '"two"';
  laterMs = 3 * HOUR;
  await pullDue();
  expect((await only()).last?.outcome).toMatchObject({ rows: 2, replaced: 1 });
  expect(asked.map(({ known, status }) => [known ?? null, status])).toEqual([
    [null, 200],
    [null, 200],
    ['"one"', 304],
    ['"one"', 200],
  ]);
  expect(new Set(asked.map(({ path: at, token }) => `${at} ${token}`))).toEqual(
    new Set(['/bucket/labels.csv?X-Signature=sesame Bearer token-1']),
  );
  // A person who asks gets the whole file.
  expect(await run(id)).toMatchObject({ rows: 2, replaced: 2 });
  const all = JSON.stringify([await only(), await events()]);
  for (const secret of ['sesame', 'token-1']) expect(all).not.toContain(secret);
  server.close();
});

test('a file that stays the same is read again while some of its keys have no row', async () => {
  const server = await serve((_, response) =>
    response.writeHead(200, { etag: '"same"' }).end('flight,late\nLH9,slow\n'),
  );
  await save({ kind: 'url', url: server.url, secret: null, key: 'flight', context: 'entity' });
  laterMs = HOUR;
  await pullDue();
  expect((await only()).last?.outcome).toMatchObject({ kind: 'written', rows: 0, unknown: 1 });
  await log({ ages: [40], ctx: [{ entity: 'LH9' }] });
  laterMs = 2 * HOUR;
  await pullDue();
  expect((await only()).last?.outcome).toMatchObject({ kind: 'written', rows: 1, unknown: 0 });
  server.close();
});

test.each<[string, http.RequestListener, string]>([
  ['a redirect', (_, to) => to.writeHead(302, { location: 'http://169.254.169.254/' }).end(), 'redirect'],
  ['a refusal', (_, to) => to.writeHead(403).end('no'), 'status'],
  ['a compressed file', (_, to) => to.writeHead(200, { 'content-encoding': 'gzip' }).end('x'), 'encoded'],
  ['a large file', (_, to) => to.end(Buffer.alloc(11 * 1024 * 1024, 'a')), 'too_large'],
  [
    'a broken answer',
    (_, to) => to.writeHead(200, { 'content-length': '100' }).write('id', () => to.destroy()),
    'unreachable',
  ],
  ['a NUL', (_, to) => to.end('id,late\na\0b,slow\n'), 'csv'],
  ['no header', (_, to) => to.end('a,b\n1,2\n'), 'csv'],
])('%s is told', async (_, answer, reason) => {
  const server = await serve(answer);
  await expect(tryOut({ kind: 'url', url: server.url, secret: null })).rejects.toMatchObject({ reason });
  server.close();
});

test('a file of the open internet comes by https, without a password in its address', async () => {
  await expect(save({ kind: 'url', url: 'http://93.184.215.14/labels.csv' })).rejects.toMatchObject({
    reason: 'bad_url',
  });
  await expect(save({ kind: 'url', url: 'https://u:p@93.184.215.14/l.csv' })).rejects.toMatchObject({
    reason: 'bad_url',
  });
  await expect(save({ kind: 'url', url: 'file:///etc/passwd' })).rejects.toMatchObject({ reason: 'bad_url' });
  await expect(save({ kind: 'url', url: 'http://169.254.169.254/latest' })).rejects.toMatchObject({
    reason: 'closed_address',
  });
  expect(await save({ kind: 'url', url: 'https://93.184.215.14/l.csv' }, null, scientist())).toMatchObject({
    url: 'https://93.184.215.14/l.csv',
  });
});
