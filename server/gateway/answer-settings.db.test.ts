import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { credentials, loadPackageDefinition, Metadata } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callRoute } from '@/app/api/call-route';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from '@/app/api/test-project';
import { commitBatch, getPrediction, newDrainState } from '@/lib/domain/predictions';
import { LoggedOutcomes } from '@/lib/domain/predictions/schema';
import { listServingRows } from '@/lib/domain/registry';
import { blameRow } from '@/lib/domain/replay';
import { Fleet, GroupedSpool, IdempotencyKeys, readRecord, type SpoolRecord } from '@/lib/domain/serving';
import { VersionSettings } from '@/lib/domain/tuning/schema';
import { runnerInference } from '@/lib/domain/validation/fixtures/runner-inference';
import { SpoolWriter } from '@/lib/engine/spool';
import { database, processLog } from '@/lib/platform/database';
import { listen } from '@/lib/platform/db';
import { requiredEnv } from '@/lib/platform/env';
import { calibrate } from '@/lib/pure/answer-settings/calibrate';
import { PLAIN } from '@/lib/pure/answer-settings/settings';
import { GRPC_SCHEMA } from '@/lib/pure/protocols/grpc-schema';
import type { Gateway } from './gateway';
import { startGrpc } from './grpc-server';
import { KeyCache } from './key-cache';
import { createProxy } from './proxy';
import { RateLimits } from './rate-limits';
import { createRouter } from './router';
import { Upstreams } from './upstreams';

let folder: string;
let project: TestProject;
let grpc: { close: () => void; port: number };
const records: SpoolRecord[] = [];
const gateways: { gateway: Gateway; server: http.Server; address: string; close: () => void }[] = [];

/** A gateway that hears of changes from the database alone, as a second process of an installation does. */
async function open(place: string) {
  const writer = new SpoolWriter({ folder: place, segmentBytes: 1e7, capBytes: 1e8, syncBefore: false });
  const spool = new GroupedSpool(writer, 'process', () => {});
  const append = spool.append.bind(spool);
  spool.append = (payload) => {
    records.push(readRecord(payload));
    return append(payload);
  };
  const fleet = new Fleet(1e10);
  let reading = Promise.resolve();
  const refresh = () => {
    reading = reading.then(async () =>
      fleet.update(await listServingRows(database().scoped('system'), project.id), project.id),
    );
    return reading;
  };
  const gateway: Gateway = {
    fleet,
    tools: { spool, keys: new IdempotencyKeys(), secret: 's'.repeat(32) },
    keys: new KeyCache(database()),
    limits: new RateLimits(database(), 1),
    upstreams: new Upstreams(database(), processLog()),
    database: database(),
    log: processLog(),
    refresh,
    isReady: () => true,
    report: () => Promise.reject(new Error('not asked for here')),
  };
  const listener = listen(requiredEnv('DATABASE_URL'), 'implanta', {
    message: (payload) => {
      if (payload.endsWith(project.id)) void refresh();
    },
    connect: () => {},
    error: () => {},
  });
  const proxy = createProxy({ web: { host: '127.0.0.1', port: 9 }, development: false, protocol: 'http' });
  const server = http.createServer(createRouter(gateway, proxy, { takesHost: () => true }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    listener.close();
    server.close();
    fleet.stop();
  };
  gateways.push({ gateway, server, address, close });
}

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-settings-'));
  project = await createTestProject();
  await open(path.join(folder, 'a'));
  await open(path.join(folder, 'b'));
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  const [first] = gateways;
  if (!first) throw new Error('a gateway is needed');
  const target = Number(new URL(first.address).port);
  grpc = { port, ...(await startGrpc({ port, target })) };
});
afterAll(() => {
  grpc.close();
  for (const { close } of gateways) close();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function upload(fixture: string): Promise<string> {
  const name = `m-${randomUUID().slice(0, 8)}`;
  await uploadFixture(project, fixture, name);
  for (const { gateway } of gateways) await gateway.refresh({ projectId: project.id });
  return name;
}

const settingsRoute = async (method: string, model: string, leaf: string, body?: object, role = 'scientist' as const) =>
  callRoute(method, `/api/models/{model}/versions/{number}/settings${leaf}`, {
    params: { model, number: '1' },
    headers: await project.cookieOf(role),
    ...(body ? { body } : {}),
  });

async function save(model: string, settings: object, after: number): Promise<void> {
  const saved = await settingsRoute('PUT', model, '', { settings, reason: 'as costs have it', after });
  expect(saved.status, await saved.clone().text()).toBe(200);
  const { inForce } = VersionSettings.parse(await saved.json());
  expect(inForce).toBe(after + 1);
  await heard(model, inForce, settings);
}

/** Both gateways have heard of it, without being told by this process. */
async function heard(model: string, number: number, settings: object | null): Promise<void> {
  const inForce = settings === null ? undefined : number;
  for (const { gateway } of gateways)
    await expect.poll(() => gateway.fleet.find(project.id, model)?.versions.get(1)?.settings?.number).toBe(inForce);
}

const post = (address: string, where: string, body: object | Uint8Array, headers: Record<string, string> = {}) =>
  fetch(`${address}${where}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${project.keys.predict}`, 'content-type': 'application/json', ...headers },
    body: body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
  });

const CANCER = JSON.parse(
  fs.readFileSync(path.resolve('lib/pure/onnx/fixtures/breast_cancer_histgb/cases.json'), 'utf8'),
).cases.at(-1) as { inputs: { name: string; shape: number[]; data: number[] }[] };
const [{ name: INPUT, shape, data: DATA } = { name: '', shape: [], data: [] as number[] }] = CANCER.inputs;
const ROWS = shape[0] ?? 0;
const WIDTH = shape[1] ?? 0;

async function inferV2(address: string, model: string) {
  const answer = await post(address, `/v2/models/${model}/infer`, {
    inputs: [{ name: INPUT, shape, datatype: 'FP32', data: DATA }],
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  const body = (await answer.json()) as {
    parameters?: { abstained?: string };
    outputs: { name: string; data: number[] }[];
  };
  const [labels, scores] = body.outputs.map(({ data }) => data);
  const second = (scores ?? []).filter((_, i) => i % 2 === 1);
  return { labels: labels ?? [], second, parameters: body.parameters, headers: answer.headers };
}

test('a threshold, an abstain band and its undoing hold in two gateways and in every protocol, and the log says which', async () => {
  const model = await upload('breast_cancer_histgb');
  const [a, b] = gateways.map(({ address }) => address);
  if (!a || !b) throw new Error('two gateways are needed');
  const plain = await inferV2(a, model);
  expect(plain.headers.get('x-answer-settings')).toBeNull();
  // Halfway between two neighbouring scores, so that a threshold and a band part the rows.
  const sorted = [...plain.second].sort((x, y) => x - y);
  const threshold = ((sorted.at(-1) ?? 1) + (sorted.at(-2) ?? 1)) / 2;
  const expected = plain.second.map((score) => Number(score >= threshold));
  expect(expected).not.toEqual(plain.labels);
  await save(model, { threshold }, 0);
  for (const address of [a, b]) {
    const answer = await inferV2(address, model);
    expect(answer.labels).toEqual(expected);
    expect(answer.second).toEqual(plain.second);
    expect(answer.headers.get('x-answer-settings')).toBe('1');
    expect(answer.parameters).toBeUndefined();
  }

  const distances = plain.second.map((score) => Math.abs(score - threshold)).sort((x, y) => x - y);
  const margin = ((distances[0] ?? 0) + (distances.find((one) => one > (distances[0] ?? 0) + 1e-6) ?? 1)) / 2;
  const close = plain.second.flatMap((score, row) => (Math.abs(score - threshold) < margin ? [row] : []));
  expect(close.length).toBeGreaterThan(0);
  expect(close.length).toBeLessThan(ROWS);
  await save(model, { threshold, margin }, 1);
  const v2 = await inferV2(a, model);
  expect(v2.parameters).toEqual({ abstained: close.join(',') });
  expect(v2.headers.get('x-abstained-rows')).toBe(String(close.length));
  expect(v2.labels).toEqual(expected);

  const rows = Array.from({ length: ROWS }, (_, row) => DATA.slice(row * WIDTH, (row + 1) * WIDTH));
  const v1 = await (await post(a, `/v1/models/${model}:predict`, { instances: rows })).json();
  expect(v1.abstained).toEqual(close);
  const mlflow = await (await post(b, `/m/${model}/invocations`, { inputs: rows })).json();
  expect(mlflow.abstained).toEqual(close);
  const names = { rows: rows.map((row) => ({ [INPUT]: row })) };
  const friendly = await (await post(b, `/api/models/${model}/predict`, names)).json();
  expect(friendly.predictions.flatMap((row: { abstained?: true }, at: number) => (row.abstained ? [at] : []))).toEqual(
    close,
  );
  expect(friendly.predictions.map(({ label }: { label: string }) => Number(label))).toEqual(expected);

  const head = Buffer.from(
    JSON.stringify({
      parameters: { binary_data_output: true },
      inputs: [{ name: INPUT, shape, datatype: 'FP32', parameters: { binary_data_size: DATA.length * 4 } }],
    }),
  );
  const binary = await post(
    a,
    `/v2/models/${model}/infer`,
    Buffer.concat([head, Buffer.from(Float32Array.from(DATA).buffer)]),
    { 'content-type': 'application/octet-stream', 'inference-header-content-length': String(head.length) },
  );
  const bytes = Buffer.from(await binary.arrayBuffer());
  const json = JSON.parse(bytes.subarray(0, Number(binary.headers.get('inference-header-content-length'))).toString());
  expect(json.parameters).toEqual({ abstained: close.join(',') });
  const remote = await byGrpc(model);
  expect(remote.parameters.abstained?.string_param).toBe(close.join(','));
  expect(remote.headers.get('x-abstained-rows')).toEqual([String(close.length)]);

  // The log says by which settings each call was answered, and the row again gives the same bits.
  await commitBatch(database().pool, newDrainState(randomUUID()), records.splice(0), null);
  const stored = await systemCtxOfTest().db.prediction.findMany({
    where: { projectId: project.id },
    orderBy: { id: 'asc' },
    select: { id: true, settingsNumber: true, abstained: true, outcomes: true },
  });
  expect(stored.map(({ settingsNumber }) => settingsNumber)).toEqual([null, 1, 1, ...new Array(6).fill(2)]);
  expect(stored.at(-1)?.abstained).toEqual(close);
  expect(LoggedOutcomes.parse(stored.at(-1)?.outcomes).map(Number)).toEqual(expected);
  const row = `${stored[3]?.id}.${close[0]}`;
  expect(await getPrediction(project.as('scientist'), { id: row })).toMatchObject({ settings: 2, isAbstained: true });
  const again = await blameRow(project.as('scientist'), { id: row, infer: runnerInference(systemCtxOfTest()) });
  expect(again.again).toBe('same-bits');

  const undone = await settingsRoute('POST', model, '/undo', { to: 0, reason: 'as before', after: 2 });
  expect(undone.status, await undone.clone().text()).toBe(200);
  const { inForce, content, history } = VersionSettings.parse(await undone.json());
  expect([inForce, content, history.map(({ basedOn }) => basedOn)]).toEqual([3, PLAIN, [0, null, null]]);
  await heard(model, 3, null);
  for (const address of [a, b]) {
    const answer = await inferV2(address, model);
    expect(answer.labels).toEqual(plain.labels);
    expect(answer.headers.get('x-answer-settings')).toBeNull();
  }
  const oldBlame = await blameRow(project.as('scientist'), { id: row, infer: runnerInference(systemCtxOfTest()) });
  expect(oldBlame.again).toBe('same-bits');
});

interface Remote {
  parameters: Record<string, { string_param?: string }>;
  headers: Metadata;
}

function byGrpc(model: string): Promise<Remote> {
  const definition = loadPackageDefinition(
    fromJSON(GRPC_SCHEMA as Parameters<typeof fromJSON>[0], {
      keepCase: true,
      longs: String,
      defaults: true,
      oneofs: true,
    }),
  );
  // The loader's types know nothing of the schema.
  const { GRPCInferenceService } = definition.inference as unknown as {
    GRPCInferenceService: new (
      address: string,
      secret: ReturnType<typeof credentials.createInsecure>,
    ) => {
      ModelInfer: (
        request: object,
        metadata: Metadata,
        reply: (error: Error | null, answer: Remote) => void,
      ) => { once: (event: 'metadata', use: (metadata: Metadata) => void) => void };
      close: () => void;
    };
  };
  const client = new GRPCInferenceService(`127.0.0.1:${grpc.port}`, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${project.keys.predict}`);
  let headers = new Metadata();
  return new Promise((resolve, reject) => {
    client
      .ModelInfer(
        {
          model_name: model,
          inputs: [{ name: INPUT, datatype: 'FP32', shape, contents: { fp32_contents: DATA } }],
        },
        metadata,
        (error, answer) => {
          client.close();
          if (error) reject(error);
          else resolve({ ...answer, headers });
        },
      )
      .once('metadata', (given) => {
        headers = given;
      });
  });
}

test('a calibrated answer is logged as it was given, and asked again gives the same bits', async () => {
  const model = await upload('breast_cancer_histgb');
  const [first] = gateways;
  if (!first) throw new Error('a gateway is needed');
  const plain = await inferV2(first.address, model);
  const calibration = { kind: 'platt' as const, slope: 0.5, intercept: 0.25 };
  await save(model, { calibration }, 0);
  records.length = 0;
  const answered = await inferV2(first.address, model);
  const expected = plain.second.map((score) => Math.fround(calibrate([1 - score, score], calibration)[1] ?? 0));
  for (const [row, score] of answered.second.entries()) expect(score).toBeCloseTo(expected[row] ?? Number.NaN, 6);
  expect(answered.second).not.toEqual(plain.second);
  expect(answered.labels).toEqual(answered.second.map((score) => Number(score > 0.5)));
  await commitBatch(database().pool, newDrainState(randomUUID()), records.splice(0), null);
  for (const row of [0, ROWS - 1]) {
    const id = `${answered.headers.get('x-prediction-id')}.${row}`;
    const again = await blameRow(project.as('scientist'), { id, infer: runnerInference(systemCtxOfTest()) });
    expect(again).toMatchObject({ again: 'same-bits', answer: String(answered.labels[row]) });
  }
});

test('weights decide between three classes, and a number is answered in its unit', async () => {
  const iris = await upload('iris_logreg_zipmap');
  const [first] = gateways;
  if (!first) throw new Error('a gateway is needed');
  const rows = { rows: [{ X: [6, 2.9, 4.7, 1.6] }] };
  const ask = async (model: string, body: object) =>
    (await (await post(first.address, `/api/models/${model}/predict?dryRun=1`, body)).json()).predictions[0];
  const before = await ask(iris, rows);
  const classes = Object.keys(before.probabilities);
  const other = classes.find((label) => label !== before.label && before.probabilities[label] > 1e-4) ?? '';
  await save(iris, { weights: classes.map((label) => (label === other ? 100_000 : 1)) }, 0);
  const after = await ask(iris, rows);
  expect([after.label, after.probabilities]).toEqual([other, before.probabilities]);

  const ridge = await upload('diabetes_ridge');
  const version = first.gateway.fleet.find(project.id, ridge)?.versions.get(1);
  const row = Object.fromEntries(
    (version?.signature.columns ?? []).map(({ name, input }) => {
      const width = version?.signature.inputs.find((one) => one.name === input)?.shape[1] ?? 1;
      return [name, width > 1 ? new Array(width).fill(0.01) : 0.01];
    }),
  );
  const { value } = await ask(ridge, { rows: [row] });
  await save(ridge, { units: { factor: 2, offset: 10, unit: 'points' } }, 0);
  const settled = await ask(ridge, { rows: [row] });
  expect(settled.unit).toBe('points');
  expect(settled.value).toBeCloseTo(2 * value + 10, 3);
});
