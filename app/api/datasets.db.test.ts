import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { DATASET_JOB, runBuild } from '@/lib/domain/collection';
import { entityHash, hasRows, openDataset, rowHash, sweepDatasetUploads } from '@/lib/domain/datasets';
import {
  DatasetBuild,
  DatasetComparison,
  DatasetRows,
  DatasetSplit,
  DatasetUpload,
  DatasetView,
  SavedUpload,
} from '@/lib/domain/datasets/schema';
import { writeLabels } from '@/lib/domain/feedback';
import { commitBatch, newDrainState } from '@/lib/domain/predictions';
import { artifacts } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import { entityDestination, saveQueue, sendToReview } from '@/lib/domain/review';
import { QueueContent } from '@/lib/domain/review/schema';
import { runRegressionTests, runValidation, VALIDATION_JOB } from '@/lib/domain/validation';
import { VersionValidation } from '@/lib/domain/validation/schema';
import { runNextJob } from '@/lib/engine/jobs';
import { database } from '@/lib/platform/database';
import { parquetRows } from '@/lib/pure/tabular/parquet-rows';
import { callRoute } from './call-route';
import { logRecord } from './log-records';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

let project: TestProject;
let model: Model;
beforeAll(async () => {
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'mixed_columns', 'mixed'));
});

const call = async (
  method: string,
  path: string,
  more: {
    params?: Record<string, string>;
    query?: Record<string, string>;
    body?: BodyInit | object;
    type?: string;
  } = {},
) =>
  callRoute(method, path, {
    ...more,
    headers: {
      ...(await project.cookieOf('scientist')),
      ...(more.type ? { 'content-type': more.type } : {}),
    },
  });
const json = async <T>(schema: { parse: (value: unknown) => T }, reply: Response, status = 200): Promise<T> => {
  const body = await reply.json();
  expect(reply.status, JSON.stringify(body)).toBe(status);
  return schema.parse(body);
};
const upload = (text: string, filename = 'rows.csv') =>
  call('POST', '/api/dataset-uploads', { query: { filename }, body: text, type: 'text/csv' });
const uploaded = async (text: string) => json(DatasetUpload, await upload(text), 201);
const NO_ROLES = { target: null, id: null, time: null, weight: null, entities: [], features: [] };
const columnsOf = (of: DatasetUpload) => of.columns.map(({ name, type }) => ({ name, type }));
const save = (body: object) => call('POST', '/api/datasets', { body });
const saved = async (body: object) => json(SavedUpload, await save(body), 201);
/** Everything of the project that datasets have stored. */
const stored = async () => ({
  versions: await systemCtxOfTest().db.datasetVersion.count({ where: { projectId: project.id } }),
  blobs: await systemCtxOfTest().db.artifact.count({ where: { projectId: project.id } }),
});

/** Ten days, two customers, a number that repeats the class, one that says nothing. */
const TABLE = [
  'id;day;customer;leak;noise;empty;vip;class',
  ...Array.from({ length: 40 }, (_, i) =>
    [
      i,
      `2026-0${1 + (i % 2)}-${10 + (i % 18)}`,
      `c${i % 4}`,
      i % 2,
      (i * 7) % 5,
      '',
      i % 3 === 0,
      i % 2 ? 'yes' : 'no',
    ].join(';'),
  ),
].join('\n');
const ROLES = {
  ...NO_ROLES,
  target: 'class',
  id: 'id',
  time: 'day',
  entities: ['customer'],
  features: ['leak', 'noise', 'empty', 'vip'],
};

test('finds types over the whole file, takes other ones, and keeps exactly the rows that were sent', async () => {
  const found = await uploaded(TABLE);
  expect(Object.fromEntries(found.columns.map(({ name, type }) => [name, type]))).toEqual({
    id: 'integer',
    day: 'time',
    customer: 'category',
    leak: 'integer',
    noise: 'integer',
    empty: 'text',
    vip: 'boolean',
    class: 'category',
  });
  const columns = columnsOf(found).map((column) => (column.name === 'noise' ? { ...column, type: 'number' } : column));
  const body = { uploadId: found.id, place: { name: 'customers' }, columns, roles: ROLES };
  const before = await stored();
  const tried = await saved({ ...body, dryRun: true });
  expect(tried).toMatchObject({ version: null, rows: 40, problemCount: 0, cutOff: '2026-02-27T00:00:00.000Z' });
  expect(await stored()).toEqual(before);
  const { version } = await saved(body);
  if (!version) throw new Error('it was saved');
  expect(version).toMatchObject({ number: 1, name: 'customers', rows: 40, roles: ROLES, examLeftOut: 0 });
  expect(await auditActions('dataset:customers/1')).toEqual(['dataset.save']);
  expect((await save(body)).status).toBe(404);

  const of = { projectId: project.id, datasetId: version.datasetId, number: 1 };
  const open = await openDataset(systemCtxOfTest(), of);
  const all: unknown[][] = [];
  for await (const part of open.rows()) all.push(...part);
  expect(all[3]).toEqual([3, Date.UTC(2026, 1, 13), 'c3', 1, 1, null, true, 'yes']);
  expect((await open.readColumns(['class', 'id'])).get('id')).toEqual(Array.from({ length: 40 }, (_, i) => i));

  const view = await json(
    DatasetView,
    await call('GET', '/api/datasets/{dataset}', { params: { dataset: version.datasetId } }),
  );
  const column = (name: string) => view.profile.columns.find((facts) => facts.name === name);
  expect(column('empty')).toMatchObject({ nulls: 40, distinct: 0 });
  expect(column('noise')).toMatchObject({ type: 'number', nulls: 0, distinct: 5, mean: 2 });
  expect(column('customer')?.shape).toMatchObject({ categories: ['c0', 'c1', 'c2', 'c3'], counts: [10, 10, 10, 10] });
  expect(view.profile.hints).toEqual([
    { kind: 'decides-target', column: 'leak', share: 1, majority: 0.5 },
    { kind: 'constant', column: 'empty', share: null, majority: null },
  ]);
  expect(view.profile.correlations.columns).toEqual(['leak', 'noise']);
  // Two classes with their leak, five numbers and two truths make 20 different rows.
  expect(view.profile.duplicates).toBe(20);

  const rowOf = (cells: Record<string, string | number | boolean | null>) =>
    rowHash(ROLES.features, (name) => cells[name] ?? null);
  const met = await hasRows(systemCtxOfTest(), {
    ...of,
    rows: [rowOf({ leak: 1, noise: 1, vip: true }), rowOf({ leak: 1, noise: 1.5, vip: true })],
    entities: [entityHash(['c3']) ?? 0n, entityHash(['c9']) ?? 0n],
  });
  expect(met).toEqual({ rows: [true, false], entities: [true, false] });

  const rows = await json(
    DatasetRows,
    await call('GET', '/api/datasets/{dataset}/rows', { params: { dataset: version.datasetId } }),
  );
  expect(rows.rows).toHaveLength(40);
  const file = (format: string) =>
    call('GET', '/api/datasets/{dataset}/export', { params: { dataset: version.datasetId }, query: { format } });
  const csv = (await (await file('csv')).text()).split('\r\n');
  expect(csv[0]).toBe('id,day,customer,leak,noise,empty,vip,class');
  expect(csv[4]).toBe('3,2026-02-13T00:00:00.000Z,c3,1,1,,true,yes');
  const parquet = await (await file('parquet')).arrayBuffer();
  let read = 0;
  for await (const part of parquetRows(parquet, { maxRows: 100, maxColumns: 10, maxCells: 1000 }))
    read += part.rows.length;
  expect(read).toBe(40);
});

test('a cell that does not fit is told with line and column, and nothing is saved', async () => {
  const found = await uploaded('age,city\n30,Porto\nold,Lima\n,Porto\n');
  expect(found.columns.map(({ type }) => type)).toEqual(['text', 'text']);
  const body = {
    uploadId: found.id,
    place: { name: 'bad cells' },
    columns: [
      { name: 'age', type: 'number' },
      { name: 'city', type: 'category' },
    ],
    roles: { ...NO_ROLES, target: 'age', features: ['city'] },
  };
  const before = await stored();
  expect((await saved({ ...body, dryRun: true })).problems).toEqual([
    { line: 3, column: 'age', reason: '"old" is not a number' },
  ]);
  const refused = await save(body);
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({
    reason: 'wrong_cells',
    invalidParams: [{ name: 'age', reason: 'Line 3, column "age": "old" is not a number.' }],
  });
  expect(await stored()).toEqual(before);
});

test('roles must be of columns that can have them, and names those of the file', async () => {
  const found = await uploaded('a,b\n1,x\n2,y\n');
  const body = (more: object) => ({
    uploadId: found.id,
    place: { name: 'roles' },
    columns: columnsOf(found),
    roles: NO_ROLES,
    ...more,
  });
  for (const [roles, name] of [
    [{ target: 'c' }, 'roles.target'],
    [{ time: 'a' }, 'roles.time'],
    [{ weight: 'b' }, 'roles.weight'],
    [{ target: 'a', features: ['a', 'b'] }, 'roles.features'],
    [{ target: 'a', id: 'a' }, 'roles.id'],
    [{ features: ['b', 'b'] }, 'roles.features'],
  ] as const) {
    const reply = await save(body({ roles: { ...NO_ROLES, ...roles } }));
    expect(reply.status).toBe(422);
    expect((await reply.json()).invalidParams[0].name).toBe(name);
  }
  const renamed = await save(body({ columns: [{ name: 'z', type: 'integer' }, ...columnsOf(found).slice(1)] }));
  expect((await renamed.json()).invalidParams[0].name).toBe('columns.0.name');
});

const BAD: [string, BodyInit, string, RegExp][] = [
  ['NUL', 'a,b\n1,\0\n', 'text/csv', /Line 2.*NUL/],
  ['UTF-16', new Uint8Array([0xff, 0xfe, 97, 0, 10, 0]), 'text/csv', /UTF-16/],
  ['an open quote', 'a,b\n1,"x\n2,y\n', 'text/csv', /never closed/],
  [
    '5,000 columns',
    `${Array.from({ length: 5000 }, (_, i) => `c${i}`)}\n${Array(5000).fill(1)}\n`,
    'text/csv',
    /5000 columns/,
  ],
  ['doubled names', 'a,a\n1,2\n', 'text/csv', /twice/],
  ['a reserved name', 'a,__proto__\n1,2\n', 'text/csv', /reserved/],
  ['no rows', 'a,b\n', 'text/csv', /no rows/],
  ['ragged rows', 'a,b\n1,2\n1\n', 'text/csv', /Line 3/],
  ['Parquet in name only', 'PAR1 and more', 'application/vnd.apache.parquet', /Parquet/],
];
for (const [what, body, type, reason] of BAD)
  test(`refuses ${what} and keeps nothing`, async () => {
    const uploads = () => systemCtxOfTest().db.datasetUpload.count({ where: { projectId: project.id } });
    const before = [await uploads(), await stored()];
    const reply = await call('POST', '/api/dataset-uploads', { body, type });
    expect(reply.status).toBe(422);
    expect((await reply.json()).detail).toMatch(reason);
    expect([await uploads(), await stored()]).toEqual(before);
  });

test('an upload that nobody saves is forgotten after a day', async () => {
  const found = await uploaded('a\n1\n');
  const later = { ...systemCtxOfTest(), now: () => new Date(Date.now() + 25 * 3_600_000) };
  expect(await sweepDatasetUploads(later)).toBeGreaterThan(0);
  expect(
    (await save({ uploadId: found.id, place: { name: 'late' }, columns: columnsOf(found), roles: NO_ROLES })).status,
  ).toBe(404);
});

test('a name is taken once, versions follow it, and what they share is told', async () => {
  const first = await uploaded('a,b,c\n1,x,1\n2,y,2\n3,x,3\n');
  const roles = { ...NO_ROLES, target: 'c', features: ['a', 'b'] };
  const one = await saved({ uploadId: first.id, place: { name: 'twice' }, columns: columnsOf(first), roles });
  const second = await uploaded('a,b,c,d\n2,y,2,1\n3,x,3.5,1\n9,z,4,1\n');
  const body = { uploadId: second.id, columns: columnsOf(second), roles };
  const taken = await save({ ...body, place: { name: 'twice' } });
  expect([taken.status, (await taken.json()).reason]).toEqual([409, 'name_taken']);
  const { datasetId = '' } = one.version ?? {};
  const two = await saved({ ...body, place: { datasetId } });
  expect(two.version?.number).toBe(2);
  const compared = await json(
    DatasetComparison,
    await call('GET', '/api/datasets/{dataset}/comparison', {
      params: { dataset: datasetId },
      query: { with: datasetId, withNumber: '1' },
    }),
  );
  expect(compared).toMatchObject({
    added: [{ name: 'd' }],
    removed: [],
    retyped: [{ name: 'c', before: 'integer', after: 'number' }],
    common: { before: 3, after: 3, both: 2 },
  });
  expect(
    (await call('GET', '/api/datasets/{dataset}', { params: { dataset: datasetId }, query: { number: '9' } })).status,
  ).toBe(404);

  const before = await stored();
  expect((await call('DELETE', '/api/datasets/{dataset}', { params: { dataset: datasetId } })).status).toBe(204);
  expect(await stored()).toMatchObject({ versions: before.versions - 2, blobs: before.blobs - 4 });
  expect(await artifacts().has(project.id, two.version?.sha256 ?? '')).toBe(false);
});

test('a split gives every row to one part, the same one each time, and keeps entities together', async () => {
  const found = await uploaded(TABLE);
  const { version } = await saved({
    uploadId: found.id,
    place: { name: 'to split' },
    columns: columnsOf(found),
    roles: ROLES,
  });
  const split = async (query: Record<string, string>) =>
    json(
      DatasetSplit,
      await call('GET', '/api/datasets/{dataset}/split', { params: { dataset: version?.datasetId ?? '' }, query }),
    );
  const byTime = await split({ by: 'time', at: '2026-02-01T00:00:00Z' });
  expect([byTime.train.rows, byTime.test.rows, byTime.untimed]).toEqual([20, 20, 0]);
  expect(byTime.train.target).toEqual([{ value: 'no', rows: 20 }]);
  expect(Date.parse(byTime.train.to ?? '')).toBeLessThan(Date.parse(byTime.test.from ?? ''));
  const byGroup = await split({ by: 'group', testShare: '0.5', seed: '7' });
  expect(byGroup).toEqual(await split({ by: 'group', testShare: '0.5', seed: '7' }));
  expect((byGroup.train.entities ?? 0) + (byGroup.test.entities ?? 0)).toBe(4);
  expect(byGroup.train.rows).toBe(10 * (byGroup.train.entities ?? 0));
});

const ENTITIES = Array.from({ length: 30 }, (_, i) => `patient ${i}`);
/** The first twelve are sent to a review, which makes those of the exam half exams. */
const isExam = (entity: string) =>
  ENTITIES.indexOf(entity) < 12 && entityDestination(model.id, { entity, rowId: '' }).destination === 'exam';
const windowOf = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' };

/** One row each of thirty patients, one a day of March 2026 by their own word, labelled but for the last three. */
async function logRows(): Promise<string> {
  const record = logRecord(
    { projectId: project.id, modelId: model.id },
    {
      ages: ENTITIES.map((_, row) => 40 + row),
      ctx: ENTITIES.map((entity, row) => ({
        entity,
        time: new Date(Date.UTC(2026, 2, 1 + row, 12)).toISOString(),
        ward: row % 2 ? 'a' : 'b',
      })),
    },
  );
  await commitBatch(database().pool, newDrainState(randomUUID()), [record], { segment: 1, offset: 1 });
  await writeLabels(project.as('scientist'), {
    projectId: project.id,
    labels: ENTITIES.slice(0, -3).map((_, row) => ({
      predictionId: `${record.id}.${row}`,
      value: row % 2 ? 'fast' : 'slow',
      source: 'automatic' as const,
    })),
  });
  const queue = await saveQueue(project.as('scientist'), {
    model: model.id,
    content: QueueContent.parse({ name: 'Patients', rules: {} }),
  });
  for (let row = 0; row < 12; row += 1)
    await sendToReview(project.as('reviewer'), { id: queue.id, row: `${record.id}.${row}` });
  return record.id;
}

const build = async (query: object, place: object) =>
  json(
    DatasetBuild,
    await call('POST', '/api/dataset-builds', { body: { query: { model: 'mixed', ...query }, place } }),
    202,
  );
const work = () => runNextJob(systemCtxOfTest(), { [DATASET_JOB]: runBuild }, new AbortController().signal);
const stateOf = async (id: string) => {
  const reply = await call('GET', '/api/dataset-builds');
  const { builds }: { builds: DatasetBuild[] } = await reply.json();
  return builds.find((one) => one.id === id);
};

test('logged rows with labels become a version without a single exam row, and the query is kept', async () => {
  const callId = await logRows();
  const labelled = ENTITIES.slice(0, -3);
  const taken = labelled.filter((entity) => !isExam(entity));
  expect(taken.length).toBeGreaterThan(3);
  expect(taken.length).toBeLessThan(labelled.length);
  const query = { ...windowOf, context: ['ward'] };
  const preview = await call('POST', '/api/dataset-builds/preview', { body: { query: { model: 'mixed', ...query } } });
  expect(await preview.json()).toMatchObject({
    isWhole: true,
    rows: 30,
    labelled: 27,
    exam: 27 - taken.length,
    taken: taken.length,
    bySource: [{ source: 'automatic', rows: taken.length }],
    target: 'label',
    entity: 'context.entity',
  });
  const started = await build(query, { name: 'from the log' });
  expect(await work()).toBe(true);
  expect(await stateOf(started.id)).toMatchObject({ state: 'done', progress: 1 });
  const list = await (await call('GET', '/api/datasets')).json();
  const dataset = list.datasets.find(({ name }: { name: string }) => name === 'from the log');
  expect(dataset.newest).toMatchObject({
    rows: taken.length,
    examLeftOut: 27 - taken.length,
    source: { kind: 'query', query: { ...query, model: 'mixed', reviewedOnly: false } },
    roles: { target: 'label', time: 'context.time', id: 'row_id', entities: ['context.entity'] },
  });
  const open = await openDataset(systemCtxOfTest(), { projectId: project.id, datasetId: dataset.id, number: 1 });
  const columns = await open.readColumns(['context.entity', 'age', 'context.ward', 'context.time', 'row_id', 'label']);
  expect(columns.get('context.entity')).toEqual(taken);
  const rowOf = (entity: string) => ENTITIES.indexOf(entity);
  expect(columns.get('age')).toEqual(taken.map((entity) => 40 + rowOf(entity)));
  expect(columns.get('label')).toEqual(taken.map((entity) => (rowOf(entity) % 2 ? 'fast' : 'slow')));
  expect(columns.get('row_id')).toEqual(taken.map((entity) => `${callId}.${rowOf(entity)}`));
  const last = Math.max(...taken.map(rowOf));
  expect(dataset.newest.cutOff).toBe(new Date(Date.UTC(2026, 2, 1 + last, 12)).toISOString());
  expect(open.columns.find(({ name }) => name === 'sex')?.type).toBe('category');
});

test('a version is examined on logged rows as soon as they are a dataset', async () => {
  const query = { model: 'mixed', ...windowOf };
  const refused = await call('POST', '/api/dataset-builds', {
    body: { query, place: { name: 'nobody' }, examine: { version: 9 } },
  });
  expect(refused.status).toBe(404);
  const started = await call('POST', '/api/dataset-builds', {
    body: { query, place: { name: 'to examine on' }, examine: { version: 1, fairness: ['sex'] } },
  });
  expect(started.status).toBe(202);
  expect(await work()).toBe(true);
  const of = { params: { model: model.id, number: '1' } };
  const validation = async () =>
    json(VersionValidation, await call('GET', '/api/models/{model}/versions/{number}/validation', of));
  expect((await validation()).run).toMatchObject({ state: 'waiting' });
  const { signal } = new AbortController();
  expect(await runNextJob(systemCtxOfTest(), { [VALIDATION_JOB]: runValidation }, signal)).toBe(true);
  const { run, report } = await validation();
  expect(run).toBeNull();
  expect(report?.plan).toMatchObject({ dataset: { number: 1 }, fairness: ['sex'] });
  const taken = ENTITIES.slice(0, -3).filter((entity) => !isExam(entity));
  expect(report?.rows).toMatchObject({ name: 'to examine on', target: 'label', all: taken.length });
});

test('a row that was copied as a test takes its entity out of training, and out for ever', async () => {
  const taken = async () =>
    (
      await (
        await call('POST', '/api/dataset-builds/preview', { body: { query: { model: 'mixed', ...windowOf } } })
      ).json()
    ).taken;
  const before = await taken();
  const row = ENTITIES.findIndex((entity) => !isExam(entity));
  const [logged] = await systemCtxOfTest().db.prediction.findMany({ where: { projectId: project.id } });
  const copied = await call('POST', '/api/predictions/{id}/regression-test', {
    params: { id: `${logged?.id}.${row}` },
    body: { expected: 'slow' },
  });
  expect(copied.status, await copied.clone().text()).toBe(201);
  expect(await taken()).toBe(before - 1);
});

test('filters, sources and days narrow a query; one without rows fails with its reason', async () => {
  const narrowed = async (more: object) => {
    const reply = await call('POST', '/api/dataset-builds/preview', {
      body: { query: { model: 'mixed', ...windowOf, ...more } },
    });
    return reply.json();
  };
  expect((await narrowed({ filters: [{ from: 'context', name: 'ward', values: ['a'] }] })).rows).toBe(15);
  expect((await narrowed({ filters: [{ from: 'input', name: 'age', values: ['41', '42'] }] })).rows).toBe(2);
  expect((await narrowed({ to: '2026-03-11T00:00:00Z' })).rows).toBe(10);
  expect(await narrowed({ reviewedOnly: true })).toMatchObject({ rows: 30, labelled: 0 });
  const unknown = await narrowed({ filters: [{ from: 'input', name: 'nothing', values: ['1'] }] });
  expect(unknown.invalidParams[0].name).toBe('query.filters.0.name');
  const started = await build({ ...windowOf, reviewedOnly: true }, { name: 'nothing in it' });
  await work();
  expect(await stateOf(started.id)).toMatchObject({ state: 'failed', message: expect.stringMatching(/No row/) });
  expect((await call('DELETE', '/api/dataset-builds/{id}', { params: { id: started.id } })).status).toBe(204);
});

test('one that is stopped leaves nothing, and one that was saved is not saved again', async () => {
  const before = await stored();
  const stopped = await build(windowOf, { name: 'stopped' });
  await call('DELETE', '/api/dataset-builds/{id}', { params: { id: stopped.id } });
  await work();
  expect(await stateOf(stopped.id)).toMatchObject({ state: 'cancelled' });
  expect(await stored()).toEqual(before);
  const kept = await build(windowOf, { name: 'kept' });
  await work();
  const { payload } = await systemCtxOfTest().db.job.findUniqueOrThrow({ where: { id: kept.id } });
  const job = { id: kept.id, projectId: project.id, payload };
  const never = { report: async () => {}, signal: new AbortController().signal };
  await runBuild(systemCtxOfTest(), { ...job } as Parameters<typeof runBuild>[1], never);
  expect(await stored()).toMatchObject({ versions: before.versions + 1 });
});

test('of two that take one name at once the second leaves no file behind', async () => {
  const files = () => fs.readdirSync(path.dirname(artifacts().place(project.id, 'a'.repeat(64)))).length;
  const first = await build(windowOf, { name: 'same name' });
  const second = await build({ ...windowOf, context: ['ward'] }, { name: 'same name' });
  await work();
  const before = files();
  await work();
  expect(await stateOf(first.id)).toMatchObject({ state: 'done' });
  expect(await stateOf(second.id)).toMatchObject({ state: 'failed', message: expect.stringMatching(/already/) });
  expect(files()).toBe(before);
});

test('a version that learnt rows of the log has learnt tests that say the same, and tests of the same patients', async () => {
  const started = await build(windowOf, { name: 'learnt from' });
  await work();
  expect(await stateOf(started.id)).toMatchObject({ state: 'done' });
  const { datasets } = await (await call('GET', '/api/datasets')).json();
  const { newest } = datasets.find(({ name }: { name: string }) => name === 'learnt from');
  const { db } = systemCtxOfTest();
  const { datasetId, rows, cutOff } = newest;
  await db.version.updateMany({
    where: { modelId: model.id, number: 1 },
    data: { trainedOn: { datasetId, datasetNumber: 1, rows, cutOff } },
  });
  await db.regressionTest.deleteMany({ where: { modelId: model.id } });
  const record = logRecord(
    { projectId: project.id, modelId: model.id },
    // Patient 20 was 60; nobody is 99.
    { ages: [60, 99, 99], ctx: ['somebody else', 'patient 20', 'a third'].map((entity) => ({ entity })) },
  );
  await commitBatch(database().pool, newDrainState(randomUUID()), [record], { segment: 2, offset: 1 });
  for (const row of [0, 1, 2])
    await call('POST', '/api/predictions/{id}/regression-test', {
      params: { id: `${record.id}.${row}` },
      body: { expected: 'slow' },
    });
  const slow = { outcome: 'slow', label: 'slow', probabilities: null, value: null };
  const { result } = await runRegressionTests(project.as('scientist'), {
    ...{ model: model.id, number: 1 },
    infer: async ({ rows: asked }) => ({ classes: [], answers: asked.map(() => slow) }),
  });
  expect(result).toMatchObject({ tests: 3, passed: 1, failed: 0, learnt: 2 });
  expect(result.learntTests.map(({ rowId, by }) => [rowId, by]).sort()).toEqual([
    [`${record.id}.0`, 'row'],
    [`${record.id}.1`, 'entity'],
  ]);
});
