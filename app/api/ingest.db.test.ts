import { randomUUID } from 'node:crypto';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { beforeEach, expect, test } from 'vitest';
import { findReference } from '@/lib/domain/datasets';
import { FirstReferencePayload, takeFirstReference } from '@/lib/domain/drift';
import { ingest, sweepIngested } from '@/lib/domain/ingest';
import type { IngestReply } from '@/lib/domain/ingest/schema';
import { getTraffic } from '@/lib/domain/monitoring';
import { setRetention } from '@/lib/domain/people';
import { getPerformance, updatePerformance } from '@/lib/domain/performance';
import { foldRollups, getPrediction, listPredictions, listRollups, recountReference } from '@/lib/domain/predictions';
import { getOverlay, registerElsewhere, saveOverlay } from '@/lib/domain/registry';
import { NewElsewhereModel } from '@/lib/domain/registry/schema';
import { callRoute } from './call-route';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const MINUTE = 60_000;
const DAY = 86_400_000;

let project: TestProject;
let name: string;
beforeEach(async () => {
  project = await createTestProject();
  name = `loan-${randomUUID().slice(0, 8)}`;
});

const LOAN = {
  task: 'classification',
  classes: ['no', 'yes'],
  columns: [
    { name: 'income', kind: 'number', unit: 'EUR' },
    { name: 'region', kind: 'category', categories: ['north', 'south'] },
    { name: 'note', kind: 'text' },
  ],
} as const;

const register = (more: object = {}) =>
  registerElsewhere(project.as('scientist'), {
    ...NewElsewhereModel.parse({ name, ...LOAN, ...more }),
    projectId: project.id,
  });

const post = (body: BodyInit, type: string, query: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  callRoute('POST', '/api/ingest', {
    query: { model: name, ...query },
    headers: { authorization: `Bearer ${project.keys.predict}`, 'content-type': type, ...headers },
    body,
  });
async function sent(...args: Parameters<typeof post>): Promise<IngestReply> {
  const response = await post(...args);
  const body = await response.json();
  expect({ status: response.status, detail: body.detail }).toEqual({ status: 200, detail: undefined });
  return body;
}
async function refused(
  ...args: Parameters<typeof post>
): Promise<{ status: number; detail: string; invalidParams?: unknown }> {
  const response = await post(...args);
  return response.json();
}
const json = (rows: unknown) => JSON.stringify(rows);
const row = (more: object = {}) => ({ income: 1200, region: 'north', note: 'ok', prediction: 'no', ...more });
const stored = () =>
  systemCtxOfTest().db.prediction.findMany({ where: { projectId: project.id }, orderBy: { id: 'asc' } });
const settle = async () => {
  const worker = { ...systemCtxOfTest(), now: () => new Date(Date.now() + MINUTE) };
  while (await updatePerformance(worker, new AbortController().signal));
};

test('registers a model without a file, which cannot be loaded, promoted or called', async () => {
  const made = await callRoute('POST', '/api/models', {
    headers: { authorization: `Bearer ${project.keys.write}` },
    body: { name, ...LOAN },
  });
  expect(made.status).toBe(201);
  expect(await made.json()).toMatchObject({ name, elsewhere: true, serving: false, champion: 1, versions: [1] });
  expect(await auditActions(`model:${name}`)).toEqual(['model.register-elsewhere']);
  const call = async (method: string, path: string, body?: object) => {
    const response = await callRoute(method, path, {
      params: { model: name, number: '1' },
      headers: { authorization: `Bearer ${project.keys.admin}` },
      ...(body ? { body } : {}),
    });
    return [response.status, (await response.json()).reason];
  };
  expect(await call('POST', '/api/models', { name, ...LOAN })).toEqual([409, 'name_taken']);
  expect(await call('POST', '/api/models/{model}/versions/{number}/champion')).toEqual([409, 'served_elsewhere']);
  expect(await call('POST', '/api/models/{model}/versions/{number}/load')).toEqual([409, 'served_elsewhere']);
  expect(await call('PUT', '/api/models/{model}/deployment', {})).toEqual([409, 'served_elsewhere']);
  await expect(uploadFixture(project, 'iris_logreg_zipmap', name)).rejects.toMatchObject({
    reason: 'served_elsewhere',
  });
  const bad = async (more: object) =>
    (
      await callRoute('POST', '/api/models', {
        headers: { authorization: `Bearer ${project.keys.write}` },
        body: { name: `${name}-2`, ...LOAN, ...more },
      })
    ).status;
  expect(await bad({ classes: ['one'] })).toBe(422);
  expect(await bad({ task: 'regression' })).toBe(422);
  expect(await bad({ columns: [] })).toBe(422);
  expect(await bad({ columns: [LOAN.columns[0], LOAN.columns[0]] })).toBe(422);
  const gone = await callRoute('DELETE', '/api/models/{model}', {
    params: { model: name },
    query: { name },
    headers: { authorization: `Bearer ${project.keys.admin}` },
  });
  expect(gone.status).toBe(204);
});

test('rows with own ids, times, labels and context are stored once, counted, and shown', async () => {
  const model = await register();
  const time = new Date(Date.now() - 3 * DAY).toISOString();
  const rows = [
    row({ id: 'a', time, score: 0.2, label: 'no', latencyMs: 12.5, 'context.entity': 'p1' }),
    row({ id: 'b', time, income: null, prediction: 'yes', scores: { no: 0.1, yes: 0.9 }, label: 'no' }),
    { id: 'c', inputs: { income: 5, region: 'west', note: '' }, prediction: 'yes', context: { branch: 7 } },
  ];
  expect(await sent(json({ rows }), 'application/json')).toEqual({
    rows: 3,
    stored: 3,
    failed: 0,
    repeated: 0,
    labelOnly: 0,
    labels: 2,
    waiting: 0,
    registered: [],
  });
  expect(await sent(json({ rows }), 'application/json')).toMatchObject({ rows: 3, stored: 0, repeated: 3 });
  const all = await stored();
  expect(all.every(({ origin, protocol, rows: n }) => origin === 'ingest' && protocol === 'ingest' && n === 1)).toBe(
    true,
  );
  expect(all.map(({ latencyUs }) => latencyUs).sort()).toEqual([12_500, null, null]);
  expect(all.filter(({ receivedAt }) => receivedAt.toISOString() === time)).toHaveLength(2);
  const reader = project.as('reviewer');
  const traffic = await getTraffic(reader, { model: name });
  expect(traffic.totals).toMatchObject({ calls: 3, rows: 3, errors: 0 });
  expect(traffic.totals.latencyMs.p50).toBeCloseTo(12.5, 0);
  expect(traffic.outcomes).toMatchObject({
    classes: [
      { label: 'no', rows: 1 },
      { label: 'yes', rows: 2 },
    ],
  });
  const [day] = (
    await listRollups(
      systemCtxOfTest(),
      { projectId: project.id, modelId: model.id, fromMs: Date.now() - 5 * DAY, toMs: Date.now() - 2 * DAY },
      ['features'],
    )
  ).filter(({ rollup }) => rollup.features.size > 0);
  expect(day?.rollup.features.get('income')).toMatchObject({ n: 2, nulls: 1 });
  const list = await listPredictions(reader, { model: name, limit: 10, context: 'entity:p1' });
  expect(list.predictions).toMatchObject([
    { outcome: 'no', latencyMs: 12.5, context: { entity: 'p1', id: 'a' }, label: { value: 'no' } },
  ]);
  const detail = await getPrediction(reader, { id: list.predictions[0]?.rowId ?? '' });
  expect(detail.answer).toMatchObject({ label: 'no', probabilities: [{ share: 0.8 }, { share: 0.2 }] });
  expect(detail.inputs.map(({ name: input, unit, values }) => [input, unit, values])).toEqual([
    ['income', 'EUR', [1200]],
    ['region', '', ['north']],
    ['note', '', ['ok']],
  ]);
  await settle();
  const found = await getPerformance(reader, { model: name });
  expect(found).toMatchObject({ n: 2, basis: 'headline' });
  expect(found.result).toMatchObject({ kind: 'classes', measures: { accuracy: { value: 0.5 } } });
});

test('the truth may come later, with the same id and nothing else', async () => {
  await register();
  await sent(json([row({ id: 'a' }), row({ id: 'b' })]), 'application/json');
  expect(await sent('id,label\na,yes\nb,no\n', 'text/csv')).toMatchObject({
    rows: 2,
    stored: 0,
    labelOnly: 2,
    labels: 2,
  });
  expect(await sent('id,label\na,no\n', 'text/csv')).toMatchObject({ labels: 1 });
  await settle();
  expect((await getPerformance(project.as('reviewer'), { model: name })).result).toMatchObject({
    measures: { accuracy: { value: 1 } },
  });
  expect(await refused('id,label\na,no\nzz,no\n', 'text/csv')).toMatchObject({
    status: 422,
    detail: expect.stringContaining('Line 3, prediction: it is missing, and no row with this id was sent before'),
  });
});

test('CSV, NDJSON, MLflow tables and Parquet say the same', async () => {
  await register();
  const at = new Date(Date.now() - DAY).toISOString();
  await sent(`id,at,income,region,note,y_hat,score.no,score.yes\n1,${at},10.5,north,"a,b",no,0.75,0.25\n`, 'text/csv', {
    time: 'at',
    prediction: 'y_hat',
  });
  await sent(`${json(row({ id: 2, time: at, income: 10.5, note: 'a,b', score: 0.25 }))}\n\n`, 'application/x-ndjson');
  const columns = ['id', 'time', 'income', 'region', 'note', 'answer', 'score'];
  await sent(
    json({ dataframe_split: { columns, data: [[3, Date.parse(at), 10.5, 'north', 'a,b', 'no', 0.25]] } }),
    'application/json',
    { prediction: 'answer' },
  );
  await sent(
    json({ dataframe_records: [row({ id: 4, time: at, income: 10.5, note: 'a,b', score: 0.25 })] }),
    'application/json',
  );
  const parquet = parquetWriteBuffer({
    columnData: [
      { name: 'id', data: ['5'], type: 'STRING' },
      { name: 'time', data: [new Date(at)], type: 'TIMESTAMP' },
      { name: 'income', data: [10.5], type: 'DOUBLE' },
      { name: 'region', data: ['north'], type: 'STRING' },
      { name: 'note', data: ['a,b'], type: 'STRING' },
      { name: 'prediction', data: ['no'], type: 'STRING' },
      { name: 'score', data: [0.25], type: 'DOUBLE' },
    ],
  });
  await sent(new Uint8Array(parquet), 'application/vnd.apache.parquet');
  const all = await stored();
  expect(all).toHaveLength(5);
  expect(
    new Set(
      all.map(
        (call) => `${call.receivedAt.toISOString()} ${call.outcomes} ${Buffer.from(call.tensors).toString('hex')}`,
      ),
    ).size,
  ).toBe(1);
  expect(all[0]?.receivedAt.toISOString()).toBe(at);
});

test('ten thousand rows over a month take one call', async () => {
  const model = await register();
  const start = Date.now() - 30 * DAY;
  const lines = Array.from({ length: 10_000 }, (_, i) =>
    json(
      row({ id: i, time: start + i * 250_000, income: i % 500, score: (i % 100) / 100, label: i % 3 ? 'no' : 'yes' }),
    ),
  );
  expect(await sent(lines.join('\n'), 'application/x-ndjson')).toMatchObject({ stored: 10_000, labels: 10_000 });
  const calls = await systemCtxOfTest().db.prediction.count({ where: { modelId: model.id } });
  const traffic = await getTraffic(project.as('reviewer'), { model: name, from: new Date(start - DAY).toISOString() });
  expect([calls, traffic.totals.calls, traffic.totals.rows]).toEqual([10_000, 10_000, 10_000]);
  expect(traffic.totals.latencyMs).toEqual({ p50: null, p95: null, p99: null });
});

test('keys of others and other scopes are refused, and so is a model that is served here', async () => {
  await register();
  const stranger = await createTestProject();
  const as = (key: string) => post(json([row()]), 'application/json', {}, { authorization: `Bearer ${key}` });
  expect((await as(stranger.keys.predict)).status).toBe(404);
  expect((await as(project.keys.read)).status).toBe(403);
  expect((await as(project.keys.admin)).status).toBe(200);
  const { model } = await uploadFixture(project, 'iris_logreg_zipmap');
  expect(await refused(json([row()]), 'application/json', { model: model.name })).toMatchObject({ status: 409 });
  const query = { model: 'nobody', unknown: 'refuse' as const };
  const body = { bytes: new Uint8Array(), contentType: '', header: () => null };
  await expect(ingest(project.as('user'), { ...query, body })).rejects.toMatchObject({ code: 'not_found' });
});

const event = (type: string, id: string, data: unknown, more: object = {}) => ({
  specversion: '1.0',
  id,
  source: 'http://loan.default/',
  type: `org.kubeflow.serving.inference.${type}`,
  time: new Date(Date.now() - 60 * MINUTE).toISOString(),
  data,
  ...more,
});
const structured = (sentEvent: object) => sent(json(sentEvent), 'application/cloudevents+json');

test('events of request and response are joined by their id, whichever comes first, and once', async () => {
  await register();
  const request = { instances: [[1200, 'north', 'x'], { income: 5, region: 'south', note: null }] };
  expect(await structured(event('request', 'e1', request))).toMatchObject({ stored: 0, waiting: 1 });
  expect(await structured(event('request', 'e1', request))).toMatchObject({ stored: 0, waiting: 1 });
  expect(await structured(event('response', 'e1', { predictions: [0.9, 'no'] }))).toMatchObject({
    stored: 2,
    waiting: 0,
  });
  expect(await structured(event('response', 'e1', { predictions: [0.9, 'no'] }))).toMatchObject({
    stored: 0,
    repeated: 1,
  });
  const headers = (type: string, id: string) => ({
    'ce-specversion': '1.0',
    'ce-id': id,
    'ce-type': `org.kubeflow.serving.inference.${type}`,
    'ce-source': 'http://loan.default/',
    'ce-time': new Date().toISOString(),
  });
  const tensors = [
    { name: 'income', datatype: 'FP32', shape: [1, 1], data: [7] },
    { name: 'region', datatype: 'BYTES', shape: [1, 1], data: ['west'] },
    { name: 'note', datatype: 'BYTES', shape: [1, 1], data: ['y'] },
  ];
  const outputs = [{ name: 'p', datatype: 'FP32', shape: [1, 2], data: [0.75, 0.25] }];
  await sent(json({ model_name: 'loan', outputs }), 'application/x-www-form-urlencoded', {}, headers('response', 'e2'));
  expect(await sent(json({ inputs: tensors }), 'application/json', {}, headers('request', 'e2'))).toMatchObject({
    stored: 1,
  });
  const seldon = (type: string, data: object) => ({
    ...event('request', randomUUID(), { data }),
    specversion: '0.3',
    type: `io.seldon.serving.inference.${type}`,
    requestid: 'e3',
  });
  const batch = [
    seldon('request', { names: ['income', 'region', 'note'], ndarray: [[8, 'north', 'z']] }),
    seldon('response', { ndarray: [[0.4, 0.6]] }),
  ];
  expect(await sent(json(batch), 'application/cloudevents-batch+json')).toMatchObject({ rows: 1, stored: 1 });
  const all = await stored();
  expect(all.map(({ rows, outcomes, context }) => [rows, outcomes, context]).sort()).toEqual(
    [
      [2, ['yes', 'no'], [{ id: 'e1.0' }, { id: 'e1.1' }]],
      [1, ['no'], [{ id: 'e2' }]],
      [1, ['yes'], [{ id: 'e3' }]],
    ].sort(),
  );
  expect(await refused(json(event('other', 'e4', {})), 'application/cloudevents+json')).toMatchObject({ status: 422 });
  await structured(event('request', 'e5', { instances: [[1, 'a', 'b']] }));
  expect(
    await refused(json(event('response', 'e5', { predictions: ['perhaps'] })), 'application/cloudevents+json'),
  ).toMatchObject({
    status: 422,
    detail: expect.stringContaining('"perhaps" is none of the classes no, yes'),
  });
  expect(await structured(event('response', 'e5', { predictions: ['no'] }))).toMatchObject({ stored: 1 });
  expect(await systemCtxOfTest().db.ingestHalf.count({ where: { projectId: project.id } })).toBe(0);
});

test('lines of SageMaker data capture hold both sides of a call', async () => {
  await register();
  const inferenceTime = new Date(Date.now() - DAY).toISOString();
  const capture = (input: object, output: object, meta: object) =>
    json({
      captureData: { endpointInput: input, endpointOutput: output },
      eventMetadata: { inferenceTime, ...meta },
      eventVersion: '0',
    });
  const lines = [
    capture(
      { observedContentType: 'text/csv', mode: 'INPUT', data: '5.5,north,"a,b"\n6,south,\n', encoding: 'CSV' },
      { observedContentType: 'text/csv', mode: 'OUTPUT', data: '0.2,0.7', encoding: 'CSV' },
      { eventId: 'ev-1' },
    ),
    capture(
      {
        observedContentType: 'application/json',
        mode: 'INPUT',
        data: json({ instances: [[1, 'a', 'b']] }),
        encoding: 'JSON',
      },
      {
        observedContentType: 'application/json',
        mode: 'OUTPUT',
        data: Buffer.from(json({ predictions: [{ predicted_label: 'yes', score: 0.8 }] })).toString('base64'),
        encoding: 'BASE64',
      },
      { eventId: 'ev-2', inferenceId: 'mine' },
    ),
  ];
  expect(await sent(lines.join('\n'), 'application/x-ndjson')).toMatchObject({ rows: 3, stored: 3 });
  expect(await sent(lines.join('\n'), 'application/x-ndjson')).toMatchObject({ rows: 3, repeated: 3 });
  const all = await stored();
  expect(all.map(({ outcomes, context }) => [outcomes, context])).toEqual(
    expect.arrayContaining([
      [
        ['no', 'yes'],
        [{ id: 'ev-1.0' }, { id: 'ev-1.1' }],
      ],
      [['yes'], [{ id: 'mine' }]],
    ]),
  );
  expect(all[0]?.receivedAt.toISOString()).toBe(inferenceTime);
});

test('rows that were sent before a reference and after it are counted over it once', async () => {
  const model = await register();
  const csv = `income,region,note\n${Array.from({ length: 40 }, (_, i) => `${i},${i % 2 ? 'north' : 'south'},x${i}`).join('\n')}\n`;
  const time = Date.now() - 3 * DAY;
  const rows = (from: number) =>
    json(Array.from({ length: 10 }, (_, i) => row({ id: from + i, time: time + i, income: i })));
  await sent(rows(0), 'application/json');
  const made = await callRoute('POST', '/api/models/{model}/versions/{number}/reference', {
    params: { model: name, number: '1' },
    headers: { authorization: `Bearer ${project.keys.write}`, 'content-type': 'text/csv' },
    body: csv,
  });
  expect(made.status).toBe(201);
  const reference = await findReference(systemCtxOfTest(), model.id, 1);
  if (!reference) throw new Error('no reference');
  const later = { ...project.as('scientist'), now: () => new Date(Date.now() + 11_000) };
  const body = { bytes: Buffer.from(rows(100)), contentType: 'application/json', header: () => null };
  await ingest(later, { model: name, unknown: 'refuse', body });
  await recountReference(
    { ...systemCtxOfTest(), now: later.now },
    { modelId: model.id, number: 1, profileId: reference.id },
    { lagSeconds: async () => 0, notYet: (ms) => new Error(`not yet ${ms}`), report: async () => {} },
  );
  const count = async () => {
    const of = { projectId: project.id, modelId: model.id, fromMs: time - DAY, toMs: Date.now() };
    const found = await listRollups(systemCtxOfTest(), of, ['features']);
    const total = found.map(({ rollup }) => rollup.features.get('income'));
    const over = total.flatMap((counts) => (counts?.reference?.profile === reference.id ? [counts.reference] : []));
    return [
      total.reduce((sum, counts) => sum + (counts?.n ?? 0), 0),
      over.flatMap(({ counts }) => counts).reduce((sum, n) => sum + n, 0),
    ];
  };
  expect(await count()).toEqual([20, 20]);
  await foldRollups({ ...systemCtxOfTest(), now: later.now }, 1000);
  expect(await count()).toEqual([20, 20]);
});

test('personal columns come into the log hashed or not at all', async () => {
  await register();
  const view = await getOverlay(project.as('scientist'), { model: name, number: 1 });
  const content = view.saved?.content;
  if (!content) throw new Error('no columns');
  const rules: Record<string, 'hash' | 'drop' | 'keep'> = { region: 'hash', note: 'drop' };
  const columns = content.columns.map((column) => ({ ...column, personal: rules[column.name] ?? ('keep' as const) }));
  await saveOverlay(project.as('scientist'), { model: name, number: 1, overlay: { ...content, columns } });
  await sent(json([row({ note: 'secret words' })]), 'application/json');
  const [call] = await stored();
  const text = Buffer.from(call?.tensors ?? []).toString('latin1');
  expect(text).not.toContain('secret words');
  expect(text).not.toContain('north');
  expect(text).toContain('hash:');
});

const GOOD = { id: 'good', ...row() };
const BAD: [what: string, body: BodyInit, type: string, detail: RegExp, status?: number][] = [
  [
    'an unknown column',
    json([GOOD, row({ id: 'x', colour: 1 })]),
    'application/json',
    /^rows\.1, colour: the model has no such column/,
  ],
  [
    'a missing column',
    `${json(GOOD)}\n{"income":1,"region":"a","prediction":"no"}`,
    'application/x-ndjson',
    /^Line 2, note: this column is missing/,
  ],
  [
    'a text for a number',
    json([GOOD, row({ income: 'much' })]),
    'application/json',
    /^rows\.1, income: it must be a number/,
  ],
  [
    'a text for a number in CSV',
    'income,region,note,prediction\n1,a,b,no\nmuch,a,b,no\n',
    'text/csv',
    /^Line 3, income: "much" is no number/,
  ],
  [
    'an unknown class',
    json([GOOD, row({ prediction: 'maybe' })]),
    'application/json',
    /^rows\.1, prediction: "maybe" is none of the classes/,
  ],
  [
    'a score above 1',
    json([row({ score: 1.5 })]),
    'application/json',
    /^rows\.0, score: a score is a number from 0 to 1/,
  ],
  [
    'a time long ago',
    json([GOOD, row({ time: '2001-01-01T00:00:00Z' })]),
    'application/json',
    /^rows\.1, time: it is outside the last 400 days/,
  ],
  ['a time ahead', json([row({ time: Date.now() + 3 * DAY })]), 'application/json', /^rows\.0, time: it is outside/],
  ['no time', json([row({ time: 'yesterday' })]), 'application/json', /^rows\.0, time: it is no time/],
  ['a negative duration', json([row({ latencyMs: -1 })]), 'application/json', /^rows\.0, latencyMs: /],
  [
    'an id that is too long',
    json([row({ id: 'x'.repeat(300) })]),
    'application/json',
    /^rows\.0, id: it has 300 characters/,
  ],
  [
    'NUL in a text',
    json([row({ note: 'a\u0000b' })]),
    'application/json',
    /^rows\.0, note: it holds characters that cannot be stored/,
  ],
  [
    'broken JSON in a line',
    `${json(GOOD)}\n{"income": NaN}`,
    'application/x-ndjson',
    /^Line 2: column 12: NaN is no JSON/,
  ],
  ['broken JSON', '{"rows": [', 'application/json', /cut off/, 400],
  ['no rows', json([]), 'application/json', /no rows/],
  ['something else', json({ hello: 1 }), 'application/json', /one of rows, dataframe_split, dataframe_records/],
  ['another content type', 'x', 'text/plain', /content type must be/, 415],
  ['an empty body', '', 'application/json', /empty/, 400],
  [
    'UTF-16',
    Buffer.from('\uFEFFincome,region', 'utf16le'),
    'text/csv',
    /^Line 1: the file is UTF-16\. Save it as UTF-8/,
  ],
  ['NUL in CSV', 'income,region,note,prediction\n1,a,\0,no\n', 'text/csv', /^Line 2: there is a NUL byte/],
  [
    'an open quote',
    'income,region,note,prediction\n1,a,"b,no\n2,a,b,no\n',
    'text/csv',
    /^Line \d+: a quote that was opened is never closed/,
  ],
  [
    '5,000 columns',
    `${Array.from({ length: 5000 }, (_, i) => `c${i}`).join()}\n1\n`,
    'text/csv',
    /5000 columns; 2000 are the most/,
  ],
  ['a ragged line', 'income,region,note,prediction\n1,a,b,no\n1,a,b\n', 'text/csv', /^Line 3: there are 3 fields/],
  [
    'no Parquet',
    Buffer.from('PAR1 and then nothing'),
    'application/vnd.apache.parquet',
    /^The Parquet file is not taken: it does not begin and end/,
  ],
];

test('what does not fit is refused with its place, and nothing of it is stored', async () => {
  await register();
  for (const [what, body, type, detail, status = 422] of BAD) {
    const answer = await refused(body, type);
    expect([what, answer.status, answer.detail]).toEqual([what, status, expect.stringMatching(detail)]);
  }
  const many = `income,region,note,prediction\n${'1,a,b,no\n'.repeat(50_001)}`;
  expect(await refused(many, 'text/csv')).toMatchObject({ status: 413 });
  expect(await stored()).toEqual([]);
  expect(await systemCtxOfTest().db.ingestedRow.count({ where: { projectId: project.id } })).toBe(0);
  expect((await getTraffic(project.as('reviewer'), { model: name })).totals.calls).toBe(0);
});

test('two calls at once with the same ids store each row once', async () => {
  const model = await register();
  const rows = json(Array.from({ length: 300 }, (_, i) => row({ id: i, time: Date.now() - i * MINUTE })));
  const replies = await Promise.all([1, 2, 3].map(() => sent(rows, 'application/json')));
  expect(replies.map(({ stored: n }) => n).sort((a, b) => a - b)).toEqual([0, 0, 300]);
  expect(await systemCtxOfTest().db.prediction.count({ where: { modelId: model.id } })).toBe(300);
  expect((await getTraffic(project.as('reviewer'), { model: name })).totals.calls).toBe(300);
});

test('a regression has numbers, and labels that are numbers', async () => {
  await register({ task: 'regression', classes: [], unit: 'min' });
  await sent('id,income,region,note,prediction,label\na,1,x,y,10.5,12\nb,2,x,y,-3,-3\n', 'text/csv');
  await settle();
  const found = await getPerformance(project.as('reviewer'), { model: name });
  expect(found.result).toMatchObject({ kind: 'numbers', measures: { mae: { value: 0.75 } } });
  expect(await refused(json([row({ prediction: 1, score: 0.5 })]), 'application/json')).toMatchObject({
    detail: expect.stringContaining('a regression has no scores'),
  });
});

test('ids of rows that are deleted by age are forgotten with them', async () => {
  await register();
  const old = new Date(Date.now() - 40 * DAY).toISOString();
  await sent(json({ rows: [row({ id: 'old', time: old }), row({ id: 'new' })] }), 'application/json');
  await setRetention(project.as('administrator'), { projectId: project.id, days: 30, name: project.name });
  await sweepIngested(systemCtxOfTest());
  const left = await systemCtxOfTest().db.ingestedRow.count({ where: { projectId: project.id } });
  expect(left).toBe(1);
});

test('the first thousand rows of a model that is served elsewhere become its reference by themselves, once', async () => {
  const model = await register();
  const job = await systemCtxOfTest().db.job.findFirstOrThrow({ where: { projectId: project.id } });
  expect(job.kind).toBe('first-reference');
  const take = async () => {
    const waited: number[] = [];
    const notYet = (ms: number) => {
      waited.push(ms);
      return new Error('not yet');
    };
    await takeFirstReference(systemCtxOfTest(), FirstReferencePayload.parse(job.payload), notYet).catch(() => {});
    return waited;
  };
  expect(await take()).toEqual([60_000]);
  await sent(json(Array.from({ length: 999 }, (_, i) => row({ income: i }))), 'application/json');
  expect(await take()).toEqual([60_000]);
  expect(await findReference(systemCtxOfTest(), model.id, 1)).toBeNull();
  await sent(json([row({ income: 5000 })]), 'application/json');
  expect(await take()).toEqual([]);
  const first = await findReference(systemCtxOfTest(), model.id, 1);
  expect(first).toMatchObject({ rows: 1000, columns: { income: { kind: 'number', max: 5000 } } });
  await sent(json([row({ income: 9000 })]), 'application/json');
  expect(await take()).toEqual([]);
  expect(await findReference(systemCtxOfTest(), model.id, 1)).toEqual(first);
  // Nobody takes the job any more where the model is gone.
  await systemCtxOfTest().db.model.delete({ where: { id: model.id } });
  expect(await take()).toEqual([]);
});
