import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getReference } from '@/lib/domain/datasets';
import { listVersions } from '@/lib/domain/registry';
import { type Model, Version } from '@/lib/domain/registry/schema';
import { endLostRun, runNextTraining } from '@/lib/domain/retraining';
import { Claim, LogPage, RecipeView, RunDetail } from '@/lib/domain/retraining/schema';
import { signatureOf } from '@/lib/engine/webhooks';
import { env } from '@/lib/platform/env';
import { callRoute } from './call-route';
import { saveDataset } from './save-dataset';
import {
  auditActions,
  createTestProject,
  fixtureFile,
  systemCtxOfTest,
  type TestProject,
  uploadFixture,
} from './test-project';

const ONNX = fs.readFileSync(fixtureFile('iris_logreg_zipmap'));
const CSV = 'a,b,kind\r\n1,2,0\r\n2,3,1\r\n3,4,0\r\n';

let project: TestProject;
let model: Model;
let names = 0;
let pipeline: http.Server;
const messages: { headers: http.IncomingHttpHeaders; body: string }[] = [];
let answer = 202;

beforeAll(async () => {
  project = await createTestProject();
  pipeline = http.createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      messages.push({ headers: request.headers, body });
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => pipeline.listen(0, '127.0.0.1', resolve));
  Object.assign(env(), { ALERT_PRIVATE_TARGETS: true });
});
beforeEach(async () => {
  names += 1;
  messages.length = 0;
  answer = 202;
  ({ model } = await uploadFixture(project, 'iris_logreg_zipmap', `outside-${names}`));
});
afterAll(async () => {
  Object.assign(env(), { ALERT_PRIVATE_TARGETS: false });
  pipeline.close();
  await systemCtxOfTest().db.trainingRun.deleteMany({ where: { projectId: project.id, finishedAt: null } });
});

const key = () => ({ authorization: `Bearer ${project.keys.write}` });

let datasetId = '';

async function saveRecipe(method: object): Promise<Response> {
  return callRoute('PUT', '/api/models/{model}/training-recipe', {
    params: { model: model.id },
    headers: key(),
    body: { datasetId, method, folds: 0, seed: 5, maxMinutes: 10 },
  });
}

/** A run whose rows are pinned. */
async function begin(method: object): Promise<RecipeView> {
  datasetId = await saveDataset(project, {
    name: `rows ${names}`,
    csv: CSV,
    roles: { target: 'kind', features: ['a', 'b'] },
  });
  return start(method);
}

/** The same on the dataset that is there. */
async function start(method: object): Promise<RecipeView> {
  const saved = RecipeView.parse(await (await saveRecipe(method)).json());
  await callRoute('POST', '/api/models/{model}/retrain', { params: { model: model.id }, headers: key(), body: {} });
  const tools = {
    infer: () => Promise.reject(new Error('nothing is asked of a model')),
    wait: () => Promise.resolve(),
    stopping: new AbortController().signal,
    publicUrl: 'https://implanta.example',
  };
  while (await runNextTraining(systemCtxOfTest(), tools));
  return saved;
}

const PYTHON = { algorithm: 'python', task: 'classification', parameters: { depth: 3, quiet: true } };

async function look(): Promise<RunDetail> {
  const found = await callRoute('GET', '/api/models/{model}/training-runs/{run}', {
    params: { model: model.id, run: '1' },
    headers: key(),
  });
  return RunDetail.parse(await found.json());
}

async function lines(): Promise<string[]> {
  const found = await callRoute('GET', '/api/models/{model}/training-runs/{run}/log', {
    params: { model: model.id, run: '1' },
    headers: key(),
  });
  return LogPage.parse(await found.json()).lines.map(({ text }) => text);
}

const claim = (trainer: string) => callRoute('POST', '/api/training-claims', { headers: key(), body: { trainer } });
const taken = async (trainer = 'gpu-1') => Claim.parse(await (await claim(trainer)).json());
const note = (of: string, body: object) =>
  callRoute('POST', '/api/training-claims/{claim}/notes', { params: { claim: of }, headers: key(), body });
const handIn = (of: string, bytes: Buffer) =>
  callRoute('PUT', '/api/training-claims/{claim}/model', {
    params: { claim: of },
    headers: {
      ...key(),
      'content-type': 'application/octet-stream',
      'content-length': String(bytes.length),
      'x-sha256': sha256(bytes),
    },
    body: new Uint8Array(bytes),
  });
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const reasonOf = async (response: Response) => ((await response.json()) as { reason?: string }).reason;

test('a script outside takes a run, learns from its rows and hands in a file, which becomes the version of the run', async () => {
  await begin(PYTHON);
  expect(await look()).toMatchObject({ state: 'offered', pinned: { environment: null, rows: 3 }, outside: null });
  // Two ask at once: one gets it.
  const both = await Promise.all([claim('gpu-1'), claim('gpu-2')]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 204]);
  const run = Claim.parse(await both.find(({ status }) => status === 200)?.json());
  expect(run).toMatchObject({
    model: { id: model.id, name: model.name },
    run: 1,
    dataset: { number: 1, rows: 3 },
    target: 'kind',
    features: ['a', 'b'],
    task: 'classification',
    parameters: { depth: 3, quiet: true },
    seed: 5,
    maxMinutes: 10,
  });
  const rows = await callRoute('GET', '/api/training-claims/{claim}/dataset', {
    params: { claim: run.claim },
    headers: key(),
  });
  expect(await rows.text()).toBe(CSV);
  const told = await note(run.claim, {
    lines: ['epoch 1', 'epoch 2'],
    progress: 0.5,
    measures: [
      { name: 'loss', value: 0.4, step: 1 },
      { name: 'accuracy', value: 0.9 },
    ],
    environment: { python: '3.11.2' },
  });
  expect(told.status).toBe(200);
  expect(await look()).toMatchObject({
    state: 'claimed',
    progress: 0.5,
    outside: {
      environment: { python: '3.11.2' },
      measures: [
        { name: 'loss', value: 0.4, step: 1 },
        { name: 'accuracy', value: 0.9, step: null },
      ],
      file: null,
    },
  });
  const made = await handIn(run.claim, ONNX);
  expect(made.status).toBe(201);
  expect(Version.parse(await made.json())).toMatchObject({
    number: 2,
    trainedOn: { datasetNumber: 1, rows: 3, cutOff: null },
  });
  const end = await look();
  expect(end).toMatchObject({ state: 'finished', versionNumber: 2, progress: 1, outcome: null, problem: null });
  expect(end.outside?.file).toEqual({ bytes: ONNX.length, takesSameInputs: true });
  expect(end.steps.map(({ name, endedAt }) => [name, endedAt !== null])).toEqual([
    ['rows', true],
    ['training', true],
    ['file', true],
  ]);
  const said = await lines();
  expect(said).toEqual(expect.arrayContaining(['epoch 1', 'epoch 2', 'Version 2 has come out of it.']));
  // The file takes four columns, the trainer got two.
  expect(said.at(-1)).toMatch(/^Its rows did not become its reference: The dataset lacks 4 of the 4 columns/);
  expect(await auditActions(`model:${model.name}/training/1`)).toEqual(['training-run.start', 'training-run.claim']);
  const late = await note(run.claim, { lines: ['still here'] });
  expect([late.status, await reasonOf(late)]).toEqual([404, 'claim_is_over']);
});

test('a version of a trainer outside is measured against the rows that were handed to it, by order where its file has other names', async () => {
  const cells = Array.from({ length: 40 }, (_, i) => `${i},${i % 7},${i % 5},${i % 3},${i % 2}`);
  datasetId = await saveDataset(project, {
    name: `flowers ${names}`,
    csv: ['a,b,c,d,kind', ...cells].join('\n'),
    roles: { target: 'kind', features: ['a', 'b', 'c', 'd'] },
  });
  await start(PYTHON);
  const run = await taken();
  expect((await handIn(run.claim, ONNX)).status).toBe(201);
  const { reference } = await getReference(project.as('scientist'), { model: model.id, number: 2 });
  expect(reference).toMatchObject({ rows: 40, filename: `flowers ${names} version 1.csv` });
  const [first] = Object.values(reference?.columns ?? {});
  expect(first).toMatchObject({ kind: 'number', n: 40, min: 0, max: 39 });
  expect(await lines()).toContain('Its drift is measured against 40 of the rows.');
});

test('a trainer that is not heard of loses its run to the next, and after three the run has failed', async () => {
  await begin(PYTHON);
  const { db } = systemCtxOfTest();
  const forget = () => db.trainingRun.updateMany({ where: { modelId: model.id }, data: { leaseUntil: new Date(0) } });
  const first = await taken('gpu-1');
  expect((await claim('gpu-2')).status).toBe(204);
  await forget();
  const second = await taken('gpu-2');
  expect(second.claim).not.toBe(first.claim);
  expect((await handIn(first.claim, ONNX)).status).toBe(404);
  expect(await look()).toMatchObject({ state: 'claimed', attempts: 2, outside: { name: 'gpu-2' } });
  await forget();
  await taken('gpu-3');
  await forget();
  expect((await claim('gpu-4')).status).toBe(204);
  expect(await endLostRun(systemCtxOfTest())).toBe(true);
  expect(await look()).toMatchObject({ state: 'failed', problem: { code: 'trainer_lost', numbers: { attempts: 3 } } });
  expect(await endLostRun(systemCtxOfTest())).toBe(false);
  expect((await listVersions(project.as('scientist'), { model: model.id })).versions).toHaveLength(1);
});

test('a trainer that takes too long, gives up or is stopped ends its run', async () => {
  await begin(PYTHON);
  const slow = await taken();
  await systemCtxOfTest().db.trainingRun.updateMany({
    where: { modelId: model.id },
    data: { startedAt: new Date(Date.now() - 11 * 60_000) },
  });
  expect(await endLostRun(systemCtxOfTest())).toBe(true);
  expect(await look()).toMatchObject({ state: 'failed', problem: { code: 'too_long' } });
  expect((await note(slow.claim, { lines: [] })).status).toBe(404);

  for (const end of ['give up', 'stop']) {
    names += 1;
    ({ model } = await uploadFixture(project, 'iris_logreg_zipmap', `outside-${names}`));
    await begin(PYTHON);
    const run = await taken();
    if (end === 'stop')
      await callRoute('POST', '/api/models/{model}/training-runs/{run}/stop', {
        params: { model: model.id, run: '1' },
        headers: key(),
        body: {},
      });
    else
      await callRoute('POST', '/api/training-claims/{claim}/failure', {
        params: { claim: run.claim },
        headers: key(),
        body: { message: 'No GPU is free.\nThe queue is full.' },
      });
    const ended = await look();
    expect([ended.state, ended.problem?.code]).toEqual(
      end === 'stop' ? ['stopped', undefined] : ['failed', 'trainer_gave_up'],
    );
    if (end !== 'stop') expect((await lines()).slice(-2)).toEqual(['No GPU is free.', 'The queue is full.']);
    expect((await handIn(run.claim, ONNX)).status).toBe(404);
  }
});

test('a file that is no model fails the run with the reason and leaves no version; broken bytes may be sent again', async () => {
  await begin(PYTHON);
  const run = await taken();
  const cut = await callRoute('PUT', '/api/training-claims/{claim}/model', {
    params: { claim: run.claim },
    headers: { ...key(), 'content-type': 'application/octet-stream', 'content-length': '4', 'x-sha256': sha256(ONNX) },
    body: 'oops',
  });
  expect([cut.status, await reasonOf(cut)]).toEqual([422, 'sha_mismatch']);
  expect((await look()).state).toBe('claimed');
  const bad = await handIn(run.claim, Buffer.from('this is no model'));
  expect(bad.status).toBe(422);
  const end = await look();
  expect(end.state).toBe('failed');
  expect(end.problem?.message).not.toBe('');
  expect((await listVersions(project.as('scientist'), { model: model.id })).versions).toHaveLength(1);
});

test('another project sees neither the run nor its claim', async () => {
  const other = await createTestProject();
  const theirs = { authorization: `Bearer ${other.keys.write}` };
  await begin(PYTHON);
  const asked = await callRoute('POST', '/api/training-claims', { headers: theirs, body: { trainer: 'x' } });
  expect(asked.status).toBe(204);
  const run = await taken();
  const spoken = await callRoute('POST', '/api/training-claims/{claim}/notes', {
    params: { claim: run.claim },
    headers: theirs,
    body: { lines: ['mine'] },
  });
  expect(spoken.status).toBe(404);
});

const address = () => `http://127.0.0.1:${(pipeline.address() as AddressInfo).port}/dispatch`;
const WEBHOOK = () => ({ algorithm: 'webhook', task: 'classification', url: address() });

test('a pipeline is told by a signed message and answers by signed calls; a bad signature changes nothing', async () => {
  const { webhookSecret: secret } = await begin(WEBHOOK());
  if (secret === null) throw new Error('a new address has a secret');
  const [message] = messages;
  const at = Number(message?.headers['x-implanta-timestamp']);
  expect(message?.headers['x-implanta-signature']).toBe(signatureOf(secret, at, message?.body ?? ''));
  const told = JSON.parse(message?.body ?? '{}') as { event: string; callbacks: Record<string, string> } & Claim;
  expect(told).toMatchObject({ event: 'training.requested', run: 1, target: 'kind', dataset: { rows: 3 } });
  expect(told.callbacks.model).toBe(`https://implanta.example/api/training-callbacks/${told.claim}/model`);
  expect(await look()).toMatchObject({ state: 'claimed', outside: { name: new URL(address()).host } });
  // No script takes it.
  expect((await claim('gpu-1')).status).toBe(204);

  const call = (
    method: string,
    part: string,
    signed: string,
    more: { body?: string | Uint8Array; headers?: object; of?: string; at?: number } = {},
  ) => {
    const timestamp = more.at ?? Math.floor(Date.now() / 1000);
    return callRoute(method, `/api/training-callbacks/{claim}/${part}`, {
      params: { claim: told.claim },
      headers: {
        'x-implanta-timestamp': String(timestamp),
        'x-implanta-signature': signatureOf(more.of ?? secret, timestamp, signed),
        ...more.headers,
      },
      ...(more.body === undefined ? {} : { body: more.body as BodyInit }),
    });
  };
  const words = JSON.stringify({ lines: ['started'], progress: 0.1 });
  const forged = [
    await call('POST', 'notes', words, { body: words, of: 'whs_another' }),
    await call('POST', 'notes', '{}', { body: words }),
    await call('POST', 'notes', words, { body: words, at: Math.floor(Date.now() / 1000) - 600 }),
    await call('PUT', 'model', 'f'.repeat(64), {
      body: new Uint8Array(ONNX),
      headers: { 'content-length': String(ONNX.length), 'x-sha256': sha256(ONNX) },
    }),
    await callRoute('POST', '/api/training-callbacks/{claim}/notes', { params: { claim: told.claim }, body: words }),
  ];
  for (const response of forged) expect([response.status, await reasonOf(response)]).toEqual([401, 'bad_signature']);
  expect(await look()).toMatchObject({ state: 'claimed', progress: 0 });

  expect((await call('POST', 'notes', words, { body: words })).status).toBe(200);
  expect(await lines()).toContain('started');
  expect(await (await call('GET', 'dataset', told.claim)).text()).toBe(CSV);
  const made = await call('PUT', 'model', sha256(ONNX), {
    body: new Uint8Array(ONNX),
    headers: { 'content-length': String(ONNX.length), 'x-sha256': sha256(ONNX) },
  });
  expect(made.status).toBe(201);
  expect(await look()).toMatchObject({ state: 'finished', versionNumber: 2 });
  expect((await call('POST', 'notes', words, { body: words })).status).toBe(404);
});

test('a pipeline that refuses the message fails the run; the secret stays while the address does', async () => {
  answer = 403;
  const first = await begin(WEBHOOK());
  expect(first.webhookSecret).toMatch(/^whs_/);
  expect(await look()).toMatchObject({
    state: 'failed',
    problem: { code: 'pipeline_refused', numbers: { status: 403 } },
  });
  expect(messages).toHaveLength(1);
  const again = RecipeView.parse(await (await saveRecipe(WEBHOOK())).json());
  expect(again.webhookSecret).toBeNull();
  const moved = RecipeView.parse(await (await saveRecipe({ ...WEBHOOK(), url: `${address()}/2` })).json());
  expect(moved.webhookSecret).not.toBe(first.webhookSecret);
  const closed = async () => {
    Object.assign(env(), { ALERT_PRIVATE_TARGETS: false });
    const response = await saveRecipe(WEBHOOK());
    Object.assign(env(), { ALERT_PRIVATE_TARGETS: true });
    return response;
  };
  expect((await closed()).status).toBe(422);
});
