import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestProject, ctxOf, systemCtxOfTest, type TestProject } from '@/app/api/test-project';
import { getTraffic } from '@/lib/domain/monitoring';
import {
  commitBatch,
  getPrediction,
  listPredictions,
  newDrainState,
  setPersonalContext,
} from '@/lib/domain/predictions';
import { artifacts, getModel, listServingRows, promoteVersion } from '@/lib/domain/registry';
import { Fleet, GroupedSpool, IdempotencyKeys, readRecord, type SpoolRecord } from '@/lib/domain/serving';
import { createUpstream, getUpstream, listUpstreamRows, moveTraffic, updateUpstream } from '@/lib/domain/upstream';
import { admitFile } from '@/lib/domain/validation';
import { SpoolWriter } from '@/lib/engine/spool';
import { database, processLog } from '@/lib/platform/database';
import { AppError } from '@/lib/platform/errors';
import { encodeModel } from '@/lib/pure/onnx/write';
import type { Gateway } from './gateway';
import { KeyCache } from './key-cache';
import { createProxy } from './proxy';
import { RateLimits } from './rate-limits';
import { createRouter } from './router';
import { Upstreams } from './upstreams';

/** A service of its own process: answers 2a + b, and in other ways where the call asks for them. */
const SERVICE = `
import http from 'node:http';
const server = http.createServer((req, res) => {
  const parts = [];
  req.on('data', (part) => parts.push(part)).on('end', () => {
    const url = new URL(req.url, 'http://service');
    const body = Buffer.concat(parts);
    const mode = url.searchParams.get('mode');
    const seen = { method: req.method, url: req.url, headers: req.headers, body: body.toString('base64') };
    if (mode === 'echo') { res.setHeader('x-own', 'yes').setHeader('set-cookie', 'a=b'); return res.end(JSON.stringify({ answer: 1, seen })); }
    if (mode === 'fail') { res.statusCode = 503; return res.end('{"detail":"resting"}'); }
    if (mode === 'hang') return;
    if (mode === 'break') { res.writeHead(200, { 'content-length': 100 }); res.write('{'); return setTimeout(() => req.socket.destroy(), 20); }
    if (mode === 'text') { res.setHeader('content-type', 'text/plain'); return res.end('fine'); }
    if (mode === 'large') { res.setHeader('content-type', 'application/json'); return res.end(JSON.stringify('x'.repeat(12e6))); }
    if (mode === 'tensors') {
      const [a, b] = JSON.parse(body).inputs.map(({ data }) => data.flat());
      const y = { name: 'y', datatype: 'FP32', shape: [a.length, 1], data: a.map((value, i) => 2 * value + b[i]) };
      return res.end(JSON.stringify({ model_name: 'old', outputs: [y] }));
    }
    const rows = JSON.parse(body).rows;
    res.setHeader('content-type', 'application/json; charset=utf-8');
    res.end('{ "predictions": ' + JSON.stringify(rows.map(({ a, b }) => 2 * a + b)) + ' }\\n');
  });
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit());
`;

let folder: string;
let service: ChildProcess;
let servicePort: number;
let project: TestProject;
let gateway: Gateway;
let server: http.Server;
let address: string;
let state: ReturnType<typeof newDrainState>;
const records: SpoolRecord[] = [];

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-in-front-'));
  fs.writeFileSync(path.join(folder, 'service.mjs'), SERVICE);
  service = fork(path.join(folder, 'service.mjs'), { execArgv: [] });
  servicePort = await new Promise((resolve) => service.once('message', (port) => resolve(Number(port))));
  project = await createTestProject();
  state = newDrainState(randomUUID());
  const writer = new SpoolWriter({
    folder: path.join(folder, 'spool'),
    segmentBytes: 1e7,
    capBytes: 1e8,
    syncBefore: false,
  });
  const spool = new GroupedSpool(writer, 'process', () => {});
  const append = spool.append.bind(spool);
  spool.append = (payload) => {
    records.push(readRecord(payload));
    return append(payload);
  };
  gateway = {
    fleet: new Fleet(1e10),
    tools: { spool, keys: new IdempotencyKeys(), secret: 's'.repeat(32) },
    keys: new KeyCache(database()),
    limits: new RateLimits(database(), 1),
    upstreams: new Upstreams(database(), processLog()),
    database: database(),
    log: processLog(),
    refresh: refresh,
    isReady: () => true,
    report: () => Promise.reject(new Error('not asked for here')),
  };
  const proxy = createProxy({ web: { host: '127.0.0.1', port: 9 }, development: false, protocol: 'http' });
  server = http.createServer(createRouter(gateway, proxy, { takesHost: () => true }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  gateway.fleet.stop();
  gateway.upstreams.close();
  service.disconnect();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** What the gateway does when the database says that something changed. */
async function refresh() {
  const db = database().scoped('system');
  const upstreams = new Map((await listUpstreamRows(db, project.id)).map((row) => [row.modelId, row]));
  const rows = await listServingRows(db, project.id);
  gateway.fleet.update(
    rows.map((row) => ({ ...row, upstream: upstreams.get(row.modelId) ?? null })),
    project.id,
  );
}

let drained = 0;
async function drain() {
  drained += 1;
  await commitBatch(database().pool, state, records.splice(0), { segment: 1, offset: drained });
}

async function inFront(more: Partial<Parameters<typeof createUpstream>[1]> = {}) {
  const name = `m-${randomUUID().slice(0, 8)}`;
  const url = `http://127.0.0.1:${servicePort}/predict`;
  const model = await createUpstream(project.as('administrator'), { name, url, ...more });
  await refresh();
  return { model, upstream: () => gateway.fleet.findById(model.id)?.upstream };
}

const ask = (
  model: string,
  body: string | Uint8Array,
  more: { search?: string; headers?: Record<string, string>; method?: string } = {},
) =>
  fetch(`${address}/m/${model}/proxy${more.search ?? ''}`, {
    method: more.method ?? 'POST',
    headers: {
      authorization: `Bearer ${project.keys.predict}`,
      'content-type': 'application/json',
      ...more.headers,
    },
    ...(more.method === 'GET' ? {} : { body: body as BodyInit }),
  });
const rowsBody = (...rows: unknown[]) => JSON.stringify({ rows });

/** Until what was learnt is in the database. */
async function kept(model: string) {
  await expect.poll(async () => (await getUpstream(project.as('scientist'), { model })).learnt).not.toBeNull();
  await refresh();
}

test('hands calls on byte for byte, learns the rows, and logs them under their names', async () => {
  const { model } = await inFront();
  const answer = await ask(model.name, rowsBody({ a: 1, b: 0.5 }, { a: 2, b: null }));
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('{ "predictions": [2.5,4] }\n');
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(answer.headers.get('x-model-version')).toBe('1');
  expect(answer.headers.get('x-log')).toBe('process');
  await kept(model.name);
  await drain();
  const id = answer.headers.get('x-prediction-id');
  const scientist = project.as('scientist');
  const row = await getPrediction(scientist, { id: `${id}.0` });
  expect(row.inputs.map(({ name, values }) => [name, values])).toEqual([
    ['a', [1]],
    ['b', [0.5]],
  ]);
  expect(row).toMatchObject({ outcome: '2.5', protocol: 'proxy', answer: { value: 2.5 }, context: null });
  expect((await getPrediction(scientist, { id: `${id}.1` })).inputs[1]?.values).toEqual([null]);
  expect((await getTraffic(scientist, { model: model.name })).totals).toMatchObject({ calls: 1, rows: 2, errors: 0 });
  const view = await getUpstream(scientist, { model: model.name });
  expect(view).toMatchObject({
    answers: 'service',
    callsLearnt: 1,
    learnt: { decisive: 'answer', task: 'regression', forms: ['rows[{…}]'] },
    loss: { fields: [], varies: false, unseen: ['one'] },
    passed: { calls: 1, reasons: [] },
  });
  expect(view.learnt?.columns.map(({ name, kind, nullable }) => [name, kind, nullable])).toEqual([
    ['a', 'number', false],
    ['b', 'number', true],
  ]);
});

test('what callers say of rows in a header is kept and not handed on, and a header that cannot be read asks nobody', async () => {
  const { model } = await inFront();
  const said = { 'x-implanta-context': '[{"entity":"a","time":"2026-01-02T03:04:05Z"},{"entity":"b"}]' };
  const answer = await ask(model.name, rowsBody({ a: 1, b: 0.5 }, { a: 2, b: null }), { headers: said });
  await kept(model.name);
  await drain();
  const contextOf = async (row: number) =>
    (await getPrediction(project.as('scientist'), { id: `${answer.headers.get('x-prediction-id')}.${row}` })).context;
  expect(await contextOf(0)).toEqual({ entity: 'a', time: '2026-01-02T03:04:05Z' });
  expect(await contextOf(1)).toEqual({ entity: 'b' });
  const echoed = await (await ask(model.name, '{}', { headers: said, search: '?mode=echo' })).json();
  expect(echoed.seen.headers).not.toHaveProperty('x-implanta-context');
  const refused = await ask(model.name, rowsBody({ a: 1 }), { headers: { 'x-implanta-context': 'entity=a' } });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toEqual({ error: expect.stringContaining('x-implanta-context: send a JSON object') });
});

test('of what callers say of rows, the log keeps personal values as fingerprints', async () => {
  const { model } = await inFront();
  await setPersonalContext(project.as('scientist'), { model: model.name, rules: { mail: 'hash', name: 'drop' } });
  await refresh();
  const said = { 'x-implanta-context': '{"mail":"a@b.c","name":"Ana","site":"north"}' };
  await ask(model.name, rowsBody({ a: 1, b: 0.5 }), { headers: said });
  await kept(model.name);
  const record = records.at(-1);
  if (record?.k !== 'p') throw new Error('the call left no record');
  expect(record.ctx).toEqual([{ mail: expect.stringMatching(/^hash:[0-9a-f]{16}$/), site: 'north' }]);
});

test('counts the columns of logged rows, so that drift has something to read', async () => {
  const { model } = await inFront();
  await ask(model.name, rowsBody({ a: 1, b: 2 }));
  await kept(model.name);
  state.facts.clear();
  await ask(model.name, rowsBody({ a: 3, b: 4 }));
  await drain();
  const [hour] = await systemCtxOfTest().db.predictionRollup.findMany({ where: { modelId: model.id, grain: 'hour' } });
  expect(Object.keys(hour?.features as object).sort()).toEqual(['a', 'b']);
});

test('gives the service what the caller sent, but for the key and what belongs to one hop', async () => {
  const { model } = await inFront({ header: { name: 'X-Service-Key', value: 'secret' } });
  const body = Buffer.from('{"a": 1,   "b":\u00e9 }');
  const answer = await ask(model.name, body, {
    search: '?mode=echo&x=1',
    headers: { 'x-trace': 't', cookie: 'session=1', 'x-forwarded-for': '1.2.3.4', 'x-request-id': 'r1' },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-own')).toBe('yes');
  expect(answer.headers.get('set-cookie')).toBeNull();
  const { seen } = await answer.json();
  expect(Buffer.from(seen.body, 'base64').equals(body)).toBe(true);
  expect(seen).toMatchObject({ method: 'POST', url: '/predict?mode=echo&x=1' });
  expect(seen.headers).toMatchObject({
    host: `127.0.0.1:${servicePort}`,
    'x-trace': 't',
    'x-request-id': 'r1',
    'x-service-key': 'secret',
    'content-type': 'application/json',
  });
  for (const name of ['authorization', 'cookie', 'x-forwarded-for']) expect(seen.headers).not.toHaveProperty(name);
  const view = await getUpstream(project.as('scientist'), { model: model.name });
  expect(view.headerName).toBe('X-Service-Key');
  expect(JSON.stringify(view)).not.toContain('secret');
  const zipped = gzipSync(rowsBody({ a: 1, b: 2 }));
  const unread = await ask(model.name, zipped, { headers: { 'content-encoding': 'gzip' }, search: '?mode=echo' });
  expect(Buffer.from((await unread.json()).seen.body, 'base64').equals(zipped)).toBe(true);
});

test('hands on what it cannot read, and says so in the log', async () => {
  const { model } = await inFront();
  await ask(model.name, rowsBody({ a: 1, b: 2 }));
  await kept(model.name);
  expect(await (await ask(model.name, 'no json', { search: '?mode=text' })).text()).toBe('fine');
  expect(await (await ask(model.name, rowsBody({ a: 1, b: 2 }), { search: '?mode=text' })).text()).toBe('fine');
  const large = await ask(model.name, rowsBody({ a: 1, b: 2 }), { search: '?mode=large' });
  expect((await large.text()).length).toBe(12e6 + 2);
  const got = await ask(model.name, '', { search: '?mode=text', method: 'GET' });
  expect([got.status, await got.text()]).toEqual([200, 'fine']);
  await drain();
  const { passed } = await getUpstream(project.as('scientist'), { model: model.name });
  expect(passed).toEqual({
    calls: 5,
    reasons: [
      { reason: 'answer_not_json', calls: 1 },
      { reason: 'answer_too_large', calls: 1 },
      { reason: 'no_body', calls: 1 },
      { reason: 'request_not_json', calls: 1 },
    ],
  });
  const rows = await listPredictions(project.as('scientist'), { model: model.name, limit: 10 });
  expect(rows.predictions).toHaveLength(5);
});

test('a full log does not keep the service from its callers', async () => {
  const { model } = await inFront();
  const { append } = gateway.tools.spool;
  gateway.tools.spool.append = () => Promise.reject(new AppError('unavailable', 'full', { reason: 'log_full' }));
  try {
    const answer = await ask(model.name, rowsBody({ a: 1, b: 1 }));
    expect([answer.status, answer.headers.get('x-log')]).toEqual([200, 'none']);
    expect(await answer.json()).toEqual({ predictions: [3] });
  } finally {
    gateway.tools.spool.append = append;
  }
});

test('what the service refuses or fails goes through, and is an error of the model', async () => {
  const { model } = await inFront({ timeoutMs: 300 });
  const refused = await ask(model.name, rowsBody({ a: 1 }), { search: '?mode=fail' });
  expect([refused.status, await refused.text()]).toEqual([503, '{"detail":"resting"}']);
  const late = await ask(model.name, '{}', { search: '?mode=hang' });
  expect([late.status, (await late.json()).error]).toEqual([504, 'The service did not answer in time.']);
  const broken = await ask(model.name, '{}', { search: '?mode=break' });
  expect([broken.status, (await broken.json()).error]).toEqual([502, 'The service broke off its answer.']);
  await drain();
  expect((await getTraffic(project.as('scientist'), { model: model.name })).totals).toMatchObject({
    calls: 0,
    errors: 3,
  });
  const gone = await inFront({ url: 'http://127.0.0.1:1/' });
  const away = await ask(gone.model.name, '{}');
  expect([away.status, (await away.json()).error]).toEqual([502, expect.stringContaining('cannot be reached')]);
});

test('what nobody foresaw is a 500 that says nothing, and stands in the log', async () => {
  const { log } = gateway;
  const lines: string[] = [];
  gateway.log = pino({ level: 'error' }, { write: (line) => lines.push(line) });
  try {
    const answer = await fetch(`${address}/v2/models/stats`, {
      headers: { authorization: `Bearer ${project.keys.read}` },
    });
    expect([answer.status, await answer.json()]).toEqual([500, { error: expect.stringContaining('went wrong') }]);
  } finally {
    gateway.log = log;
  }
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'call failed', method: 'GET', path: '/v2/models/stats', err: { message: 'not asked for here' } },
  ]);
});

test('refuses a body above the limit, a method, a stranger, and a model that is in front of nothing', async () => {
  const { model } = await inFront();
  expect((await ask(model.name, new Uint8Array(10 * 1024 * 1024 + 1))).status).toBe(413);
  expect((await ask(model.name, '{}', { method: 'DELETE' })).status).toBe(405);
  expect((await ask('nothing', '{}')).status).toBe(404);
  const read = { authorization: `Bearer ${project.keys.read}` };
  expect((await ask(model.name, '{}', { headers: read })).status).toBe(403);
  const other = await fetch(`${address}/m/${model.name}/invocations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${project.keys.predict}` },
    body: '{}',
  });
  expect([other.status, (await other.json()).message]).toEqual([
    404,
    expect.stringContaining(`/m/${model.name}/proxy`),
  ]);
});

test('the same idempotency key asks the service once', async () => {
  const { model } = await inFront();
  const headers = { 'idempotency-key': randomUUID() };
  const [first, second] = [
    await ask(model.name, rowsBody({ a: 1, b: 1 }), { headers }),
    await ask(model.name, rowsBody({ a: 1, b: 1 }), { headers }),
  ];
  expect(await second.text()).toBe(await first.text());
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(second.headers.get('x-prediction-id')).toBe(first.headers.get('x-prediction-id'));
  expect((await ask(model.name, rowsBody({ a: 2, b: 1 }), { headers })).status).toBe(409);
});

test('addresses inside a network take an administrator, and some take nobody', async () => {
  const name = () => `m-${randomUUID().slice(0, 8)}`;
  const make = (role: 'scientist' | 'administrator', url: string) =>
    createUpstream(project.as(role), { name: name(), url });
  for (const url of ['http://127.0.0.1:8000/', 'http://[::1]:8000/', 'http://10.1.2.3/', 'http://2130706433:8000/'])
    await expect(make('scientist', url)).rejects.toMatchObject({ code: 'invalid_input', reason: 'private_address' });
  for (const url of [
    'http://169.254.169.254/latest',
    'http://0.0.0.0:8000/',
    'http://127.0.0.1:3000/',
    'http://[::ffff:169.254.169.254]/',
  ])
    await expect(make('administrator', url)).rejects.toMatchObject({ reason: 'closed_address' });
  for (const url of ['ftp://example.org/', 'predict', 'http://user:word@example.org/'])
    await expect(make('administrator', url)).rejects.toMatchObject({ reason: 'bad_url' });
  await expect(make('administrator', 'http://10.1.2.3/predict')).resolves.toBeDefined();
  await expect(createUpstream(project.as('reviewer'), { name: name(), url: 'http://10.1.2.3/' })).rejects.toMatchObject(
    { code: 'forbidden' },
  );
  const key = ctxOf(
    { kind: 'key', id: randomUUID(), name: 'k', projectId: project.id, scopes: ['write'], callsPerSecond: null },
    project.id,
  );
  await expect(createUpstream(key, { name: name(), url: 'http://10.1.2.3/' })).rejects.toMatchObject({
    reason: 'private_address',
  });
});

test('an address that became a private one is not called', async () => {
  const { model, upstream } = await inFront({ url: `http://localhost:${servicePort}/predict` });
  const served = upstream();
  if (!served) throw new Error('no upstream');
  served.allowPrivate = false;
  const answer = await ask(model.name, rowsBody({ a: 1, b: 1 }));
  expect([answer.status, (await answer.json()).error]).toEqual([502, expect.stringContaining('closed to it')]);
});

/** y = 2a + b, or another slope. */
function linearModel(slope: number): Uint8Array {
  const column = (name: string) => ({ name, type: 'FP32' as const, shape: [-1, 1] });
  return encodeModel({
    graph: {
      nodes: [
        { op: 'Mul', inputs: ['a', 'slope'], outputs: ['scaled'] },
        { op: 'Add', inputs: ['scaled', 'b'], outputs: ['y'] },
      ],
      initializers: [{ name: 'slope', type: 'FP32', dims: [1], data: [slope] }],
      inputs: [column('a'), column('b')],
      outputs: [column('y')],
    },
  });
}

async function upload(modelName: string, bytes: Uint8Array) {
  const file = artifacts().temporary();
  fs.writeFileSync(file, bytes);
  const made = await admitFile(project.as('scientist'), {
    projectId: project.id,
    modelName,
    file,
    filename: 'linear.onnx',
  });
  await refresh();
  return made;
}

test('a file answers beside, traffic moves to it once enough agree, and back', async () => {
  const { model } = await inFront();
  const scientist = project.as('scientist');
  const asked = async (from: number, count: number) => {
    const answers = [];
    for (let i = from; i < from + count; i++) answers.push(await ask(model.name, rowsBody({ a: i, b: 1 })));
    return answers;
  };
  await asked(0, 1);
  await kept(model.name);
  await updateUpstream(scientist, { model: model.name, change: { goalAnswers: 5, goalPercent: 100 } });
  await upload(model.name, linearModel(3));
  const wrong = await upload(model.name, linearModel(3));
  expect(wrong.model).toMatchObject({ champion: 1, deployment: { shadow: 3 } });
  const shadowed = (count: number) =>
    expect.poll(() => records.filter((record) => record.k === 'p' && record.of).length).toBe(count);
  await asked(1, 6);
  await shadowed(6);
  await drain();
  expect((await getUpstream(scientist, { model: model.name })).beside).toMatchObject({
    version: 3,
    mapping: { by: 'name', missing: [] },
    compared: 5,
    agreeing: 0,
    isReached: false,
  });
  await expect(moveTraffic(scientist, { model: model.name, to: 'file' })).rejects.toMatchObject({
    reason: 'goal_not_reached',
  });
  await upload(model.name, linearModel(2));
  await asked(1, 4);
  await shadowed(4);
  await drain();
  expect((await getUpstream(scientist, { model: model.name })).beside).toMatchObject({
    version: 4,
    compared: 4,
    agreeing: 4,
    isReached: false,
  });
  await asked(1, 2);
  await shadowed(2);
  await drain();
  const moved = await moveTraffic(scientist, { model: model.name, to: 'file' });
  expect(moved).toMatchObject({ answers: 'file', beside: { version: 4, compared: 5, agreeing: 5, isReached: true } });
  await refresh();
  const [byFile] = await asked(7, 1);
  expect(byFile?.headers.get('x-model-version')).toBe('4');
  expect(await byFile?.json()).toEqual({ predictions: [15] });
  expect((await ask(model.name, '{"rows":[]}')).status).toBe(400);
  const back = await moveTraffic(scientist, { model: model.name, to: 'service' });
  expect(back.answers).toBe('service');
  expect(await getModel(scientist, { model: model.name })).toMatchObject({ champion: 1, deployment: { shadow: 4 } });
  await refresh();
  const [byService] = await asked(7, 1);
  expect(byService?.headers.get('x-model-version')).toBe('1');
  expect(await byService?.text()).toBe('{ "predictions": [15] }\n');
  await promoteVersion(scientist, { model: model.name, number: 4, gate: async () => null });
  expect(await getUpstream(scientist, { model: model.name })).toMatchObject({ answers: 'file' });
});

test('reads tensors of the Open Inference protocol, and a file answers in such', async () => {
  const { model } = await inFront();
  const scientist = project.as('scientist');
  const tensors = (...rows: [number, number][]) =>
    JSON.stringify({
      inputs: ['a', 'b'].map((name, i) => ({
        name,
        datatype: 'FP32',
        shape: [rows.length, 1],
        data: rows.map((row) => [row[i]]),
      })),
    });
  const asked = (...rows: [number, number][]) => ask(model.name, tensors(...rows), { search: '?mode=tensors' });
  const answer = await asked([1, 0.5], [2, 1]);
  expect((await answer.json()).model_name).toBe('old');
  await kept(model.name);
  await drain();
  const row = await getPrediction(scientist, { id: `${answer.headers.get('x-prediction-id')}.1` });
  expect(row.inputs.map(({ name, values }) => [name, values])).toEqual([
    ['a', [2]],
    ['b', [1]],
  ]);
  expect(row).toMatchObject({ outcome: '5', answer: { value: 5 } });
  expect(await getUpstream(scientist, { model: model.name })).toMatchObject({
    learnt: { decisive: 'y', task: 'regression', forms: ['inputs[{name, shape, data}]'] },
    loss: { fields: ['model_name'], varies: false, unseen: ['one'] },
  });
  await updateUpstream(scientist, { model: model.name, change: { goalAnswers: 2, goalPercent: 100 } });
  await upload(model.name, linearModel(2));
  const before = records.length;
  await asked([3, 1], [4, 1]);
  await expect.poll(() => records.slice(before).filter((record) => record.k === 'p' && record.of).length).toBe(1);
  await drain();
  await moveTraffic(scientist, { model: model.name, to: 'file' });
  await refresh();
  const byFile = await asked([7, 1], [8, 2]);
  expect(byFile.headers.get('x-model-version')).toBe('2');
  expect(await byFile.json()).toEqual({ outputs: [{ name: 'y', datatype: 'FP32', shape: [2, 1], data: [15, 18] }] });
});

test('the owner names the field of the answer, and learning can begin anew', async () => {
  const { model } = await inFront();
  const scientist = project.as('scientist');
  await ask(model.name, JSON.stringify({ a: 1 }), { search: '?mode=echo' });
  await kept(model.name);
  const first = await getUpstream(scientist, { model: model.name });
  expect(first.learnt?.decisive).toBe('answer');
  await expect(updateUpstream(scientist, { model: model.name, change: { answerField: 'no' } })).rejects.toMatchObject({
    reason: 'unknown_field',
  });
  const named = await updateUpstream(scientist, { model: model.name, change: { answerField: 'seen.method' } });
  expect(named.learnt).toMatchObject({ decisive: 'seen.method', task: 'classification' });
  const anew = await updateUpstream(scientist, { model: model.name, change: { learnAgain: true } });
  expect(anew).toMatchObject({ learnt: null, callsLearnt: 0, answerField: null });
  await refresh();
  await ask(model.name, rowsBody({ a: 1, b: 2 }));
  await kept(model.name);
  expect((await getUpstream(scientist, { model: model.name })).learnt?.columns.map(({ name }) => name)).toEqual([
    'a',
    'b',
  ]);
  await expect(
    updateUpstream(project.as('reviewer'), { model: model.name, change: { timeoutMs: 500 } }),
  ).rejects.toMatchObject({ code: 'forbidden' });
});
