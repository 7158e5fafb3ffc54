import { randomUUID } from 'node:crypto';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { beforeEach, expect, test } from 'vitest';
import { getTraffic } from '@/lib/domain/monitoring';
import { createKey } from '@/lib/domain/people';
import { getPerformance, updatePerformance } from '@/lib/domain/performance';
import { listFailures, listPredictions, recountDays } from '@/lib/domain/predictions';
import { LoggedOutcomes } from '@/lib/domain/predictions/schema';
import { registerElsewhere } from '@/lib/domain/registry';
import { NewElsewhereModel } from '@/lib/domain/registry/schema';
import { callRoute } from './call-route';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject } from './test-project';

const DAY = 86_400_000;
const COLUMNS = [
  { name: 'income', kind: 'number' },
  { name: 'region', kind: 'text' },
] as const;

let project: TestProject;
let name: string;
let writer: string;
beforeEach(async () => {
  project = await createTestProject();
  name = `loan-${randomUUID().slice(0, 8)}`;
  const made = await createKey(project.as('administrator'), {
    projectId: project.id,
    name: 'server',
    scopes: ['predict', 'write'],
  });
  writer = made.key;
});

const register = (columns: readonly object[] = COLUMNS) =>
  registerElsewhere(project.as('scientist'), {
    ...NewElsewhereModel.parse({ name, task: 'classification', classes: ['no', 'yes'], columns }),
    projectId: project.id,
  });

async function post(body: BodyInit, type: string, more: { query?: Record<string, string>; key?: string } = {}) {
  const response = await callRoute('POST', '/api/ingest', {
    query: { model: name, ...more.query },
    headers: { authorization: `Bearer ${more.key ?? writer}`, 'content-type': type },
    body,
  });
  const reply = await response.json();
  return { status: response.status, ...reply };
}
const json = (rows: unknown) => JSON.stringify(rows);
const row = (more: object = {}) => ({ income: 1200, region: 'north', prediction: 'no', ...more });
const versions = async () =>
  (
    await systemCtxOfTest().db.version.findMany({
      where: { projectId: project.id },
      orderBy: { number: 'asc' },
      include: { model: true },
    })
  ).map(({ number, nameElsewhere, model }) => [number, nameElsewhere, model.champion === number]);
const traffic = async (version?: number) => {
  const found = await getTraffic(project.as('reviewer'), {
    model: name,
    from: new Date(Date.now() - 8 * DAY).toISOString(),
    ...(version === undefined ? {} : { version }),
  });
  return found.totals;
};
const storedVersions = async () =>
  (await systemCtxOfTest().db.prediction.findMany({ where: { projectId: project.id }, orderBy: { id: 'asc' } })).map(
    ({ versionNumber, outcomes }) => [versionNumber, LoggedOutcomes.parse(outcomes).length],
  );

test('the first row of a version makes it known to who may, in every form, and later rows find it', async () => {
  await register();
  const time = new Date(Date.now() - 3 * DAY).toISOString();
  expect(await post(json([row({ version: 'a', time })]), 'application/json')).toMatchObject({
    stored: 1,
    registered: [{ version: 1, name: 'a' }],
  });
  expect(await versions()).toEqual([[1, 'a', true]]);
  const csv = `time,income,region,prediction,model_version\n${time},1,x,yes,2.1\n${time},2,x,no,a\n`;
  expect(await post(csv, 'text/csv', { query: { version: 'model_version' } })).toMatchObject({
    stored: 2,
    registered: [{ version: 2, name: '2.1' }],
  });
  // Rows of an older time do not make their version the champion.
  const older = new Date(Date.now() - 6 * DAY).toISOString();
  expect(await post(`${json(row({ version: 0, time: older }))}\n`, 'application/x-ndjson')).toMatchObject({
    registered: [{ version: 3, name: '0' }],
  });
  const parquet = parquetWriteBuffer({
    columnData: [
      { name: 'income', data: [10.5], type: 'DOUBLE' },
      { name: 'region', data: ['north'], type: 'STRING' },
      { name: 'prediction', data: ['no'], type: 'STRING' },
      { name: 'version', data: [4], type: 'INT32' },
    ],
  });
  expect(await post(new Uint8Array(parquet), 'application/vnd.apache.parquet')).toMatchObject({
    registered: [{ version: 4, name: '4' }],
  });
  const split = { columns: ['income', 'region', 'prediction', 'version'], data: [[1, 'x', 'yes', '4']] };
  expect(await post(json({ dataframe_split: split }), 'application/json')).toMatchObject({ registered: [] });
  const capture = {
    captureData: {
      endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: '5.5,north', encoding: 'CSV' },
      endpointOutput: { observedContentType: 'text/csv', mode: 'OUTPUT', data: '0.9', encoding: 'CSV' },
    },
    eventMetadata: { eventId: 'ev-1', inferenceTime: new Date().toISOString() },
    eventVersion: '0',
  };
  expect(await post(json(capture), 'application/x-ndjson', { query: { asVersion: 'variant-b' } })).toMatchObject({
    registered: [{ version: 5, name: 'variant-b' }],
  });
  expect(await versions()).toEqual([
    [1, 'a', false],
    [2, '2.1', false],
    [3, '0', false],
    [4, '4', false],
    [5, 'variant-b', true],
  ]);
  const calls = await Promise.all([1, 2, 3, 4, 5].map(async (version) => (await traffic(version)).calls));
  expect(calls).toEqual([2, 1, 1, 2, 1]);
  // A row that names none is of the champion.
  await post(json([row()]), 'application/json');
  expect((await traffic(5)).calls).toBe(2);
  expect(await auditActions(`model:${name}/2`)).toEqual(['version.register-elsewhere']);
  const columns = await systemCtxOfTest().db.signatureOverlay.count({ where: { projectId: project.id } });
  expect(columns).toBe(5);
});

test('an unknown version is refused by its place where the key may not make it known, and nothing is stored', async () => {
  await register();
  const key = project.keys.predict;
  await post(json([row()]), 'application/json', { key });
  expect(await post(json([row(), row({ version: 'b' })]), 'application/json', { key })).toMatchObject({
    status: 403,
    reason: 'unknown_version',
    detail: expect.stringMatching(/^rows\.1, version: loan-\w+ has no version "b" yet\. A key that has scope write/),
  });
  expect(await storedVersions()).toEqual([[1, 1]]);
  // A version without a name is called by its number.
  expect(await post(json([row({ version: 1 })]), 'application/json', { key })).toMatchObject({ stored: 1 });
  await post(json([row({ version: 'b' })]), 'application/json');
  expect(await post(json([row({ version: 'b' })]), 'application/json', { key })).toMatchObject({ stored: 1 });
  expect(await storedVersions()).toEqual([
    [1, 1],
    [1, 1],
    [2, 1],
    [2, 1],
  ]);
  const many = Array.from({ length: 21 }, (_, i) => row({ version: `v${i}` }));
  expect(await post(json(many), 'application/json')).toMatchObject({
    status: 422,
    detail: expect.stringContaining('rows.20, version: rows of 20 new versions at most'),
  });
  expect(await post(json([row({ version: 'x'.repeat(65) })]), 'application/json')).toMatchObject({ status: 422 });
  expect(await versions()).toHaveLength(2);
});

test('a column of the model with such a name stays a column', async () => {
  await register([...COLUMNS, { name: 'version', kind: 'number' }, { name: 'status', kind: 'number' }]);
  expect(await post(json([row({ version: 7, status: 500 })]), 'application/json')).toMatchObject({
    stored: 1,
    failed: 0,
    registered: [],
  });
  const named = { query: { version: 'served_by' } };
  expect(await post(json([row({ version: 7, status: 1, served_by: 'c' })]), 'application/json', named)).toMatchObject({
    registered: [{ version: 2, name: 'c' }],
  });
});

test('calls that failed count as errors of their version, and never as answers', async () => {
  const model = await register();
  const time = new Date(Date.now() - 2 * DAY).toISOString();
  const rows = [
    row({ id: 'good', time, latencyMs: 20 }),
    { id: 'late', time, status: 504, latencyMs: 30_000 },
    { time, income: 'broken', error: 'boom', version: 1 },
  ];
  expect(await post(json(rows), 'application/json')).toMatchObject({ rows: 3, stored: 3, failed: 2, labels: 0 });
  expect(await post(json(rows.slice(0, 2)), 'application/json')).toMatchObject({ stored: 0, failed: 0, repeated: 2 });
  await post(
    `time,income,region,prediction,status,error\n${time},1,x,yes,200,\n${time},,,,429,slow down\n`,
    'text/csv',
  );
  expect((await traffic()).calls + (await traffic()).errors).toBe(5);
  expect(await traffic()).toMatchObject({ calls: 2, rows: 2, errors: 3 });
  expect((await traffic()).latencyMs.p50).toBeCloseTo(20, 0);
  const { failures } = await listFailures(project.as('scientist'), { model: name, limit: 10 });
  expect(
    failures.map(({ status, code, message, latencyMs, version }) => [status, code, message, latencyMs, version]).sort(),
  ).toEqual(
    [
      [429, 'failed_elsewhere', 'slow down', null, 1],
      [500, 'failed_elsewhere', 'boom', null, 1],
      [504, 'failed_elsewhere', 'The call failed where the model is served, and nobody said why.', 30_000, 1],
    ].sort(),
  );
  const list = await listPredictions(project.as('scientist'), { model: name, limit: 10 });
  expect(list.predictions).toHaveLength(2);
  // Counted anew from the log it is the same.
  const day = time.slice(0, 10);
  const recounted = [];
  const of = { projectId: project.id, modelId: model.id, fromMs: Date.parse(day), toMs: Date.parse(day) };
  for await (const each of recountDays(systemCtxOfTest(), { ...of, evenLess: false })) recounted.push(each);
  expect(recounted).toHaveLength(1);
  expect(await traffic()).toMatchObject({ calls: 2, rows: 2, errors: 3 });
  const worker = { ...systemCtxOfTest(), now: () => new Date(Date.now() + 60_000) };
  await post(json([{ id: 'good', label: 'no' }]), 'application/json');
  while (await updatePerformance(worker, new AbortController().signal));
  expect((await getPerformance(project.as('reviewer'), { model: name })).n).toBe(1);
});

test('what does not fit of a failed call is refused with its place', async () => {
  await register();
  for (const [bad, detail] of [
    [row({ error: 'boom' }), /^rows\.0, error: a call that failed has no prediction, scores or label/],
    [{ status: 500, label: 'no' }, /^rows\.0, status: a call that failed has no prediction/],
    [{ status: 200, error: 'boom' }, /^rows\.0, status: the row has an error, and 200 says that the call went well/],
    [row({ status: 999 }), /^rows\.0, status: it must be a status of HTTP/],
    [{ status: 200, income: 1, region: 'x' }, /^rows\.0, prediction: the row has neither a prediction nor scores/],
    [{ error: { code: 1 } }, /^rows\.0, error: it must be a text or a number/],
    [{ error: 'x'.repeat(1001) }, /^rows\.0, error: it has 1001 characters/],
  ] as const)
    expect(await post(json([bad]), 'application/json')).toMatchObject({
      status: 422,
      detail: expect.stringMatching(detail),
    });
  expect((await traffic()).errors).toBe(0);
});

test('events say by themselves which version answered, and which calls failed', async () => {
  await register();
  const event = (type: string, id: string, data: unknown) => ({
    specversion: '1.0',
    id,
    source: 'http://loan.default/',
    type: `org.kubeflow.serving.inference.${type}`,
    data,
  });
  const tensors = [
    { name: 'income', datatype: 'FP32', shape: [1, 1], data: [7] },
    { name: 'region', datatype: 'BYTES', shape: [1, 1], data: ['west'] },
  ];
  const outputs = [{ name: 'p', datatype: 'FP32', shape: [1, 2], data: [0.75, 0.25] }];
  const batch = [
    event('request', 'e1', { inputs: tensors }),
    event('response', 'e1', { model_name: 'loan', model_version: 'v3', outputs }),
    event('request', 'e2', { inputs: 'nonsense' }),
    event('response', 'e2', { error: 'inputs must be tensors' }),
    event('request', 'e3', { data: { ndarray: [[1, 'x']] } }),
    event('response', 'e3', { status: { code: 503, info: 'no replica', status: 'FAILURE' } }),
  ];
  expect(await post(json(batch), 'application/cloudevents-batch+json')).toMatchObject({
    rows: 3,
    stored: 3,
    failed: 2,
    registered: [{ version: 1, name: 'v3' }],
  });
  expect(await traffic(1)).toMatchObject({ calls: 1, errors: 2 });
  const { failures } = await listFailures(project.as('scientist'), { model: name, limit: 10 });
  expect(failures.map(({ status, message }) => [status, message]).sort()).toEqual([
    [500, 'inputs must be tensors'],
    [503, 'no replica'],
  ]);
});
