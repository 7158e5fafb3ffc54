import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { uploadReference } from '@/lib/domain/datasets';
import {
  DRIFT_REPORT_JOB,
  listDriftReports,
  ReportPayload,
  runDriftReport,
  startDriftReport,
  stripDrift,
  watchDrift,
} from '@/lib/domain/drift';
import { commitBatch, listDayRows, listDays, newDrainState, recountReference } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import { type JobHandler, runNextJob } from '@/lib/engine/jobs';
import { database } from '@/lib/platform/database';
import { evidentlyDrift } from '@/lib/pure/drift/evidently-profile';
import { nannymlDrift } from '@/lib/pure/drift/nannyml-profile';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { callRoute } from './call-route';
import { logRecord } from './log-records';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);
const ROWS = 60;

let project: TestProject;
let model: Model;
let of: { projectId: string; modelId: string };
let reference: { id: string; createdAt: string };
const spool = randomUUID();
let drained = 0;
const random = mulberry32(3);
const ages = (older: number) =>
  Array.from({ length: ROWS }, () => Math.round(35 + older + 10 * (random() + random() + random())));

let trained: number[] = [];
let drainedAges: number[] = [];
const reportJob: JobHandler = (system, job, tools) =>
  runDriftReport(system, ReportPayload.parse(job.payload), { report: (payload) => tools.report({ payload }) });

async function* csv() {
  trained = Array.from({ length: 20 }, () => ages(0)).flat();
  drainedAges = [];
  const rows = trained.map((age) => `${age},a,24.5,4.5,raised,low`);
  yield new TextEncoder().encode(`age,sex,bmi,s5,pressure_band,glucose_band\n${rows.join('\n')}\n`);
}

beforeAll(async () => {
  project = await createTestProject();
});
beforeEach(async () => {
  ({ model } = await uploadFixture(project, 'mixed_columns', `m-${randomUUID().slice(0, 8)}`));
  of = { projectId: project.id, modelId: model.id };
  const upload = { model: model.name, number: 1, filename: 'train.csv', body: csv() };
  ({ reference } = await uploadReference(project.as('scientist'), upload));
});

/** One call per day, received at `t`, whose rows say that they belong to that day. */
async function drainDays(from: number, to: number, t: number, older = 0) {
  const records = Array.from({ length: to - from }, (_, i) => {
    const time = new Date(FIRST + (from + i) * DAY + DAY / 2).toISOString();
    const own = ages(older);
    drainedAges.push(...own);
    return logRecord(of, { t: t + i, ages: own, ctx: Array.from({ length: ROWS }, () => ({ time })) });
  });
  drained += 1;
  await commitBatch(database().pool, newDrainState(spool), records, { segment: 1, offset: drained });
}
const inForce = () => Date.parse(reference.createdAt) + 11_000;
const watch = (more: Omit<Parameters<typeof watchDrift>[1], 'model'> = {}) =>
  watchDrift(project.as('scientist'), { model: model.name, ...more });

test('learns from the first days of the rows themselves, and tells the day on which ages move', async () => {
  await drainDays(0, 40, inForce());
  await drainDays(40, 46, inForce(), 20);
  const { basis, learning, days, alarms, expectedFalseAlarms } = await watch();
  expect([basis, learning.days, learning.from, learning.to]).toEqual(['own-time', 28, '2024-01-01', '2024-01-28']);
  expect(learning.rows).toBe(28 * ROWS);
  // The last day may still get rows.
  expect(days.map(({ day }) => day).at(-1)).toBe('2024-02-14');
  expect(days.filter(({ isAlarm }) => isAlarm).map(({ day }) => day)[0]).toBe('2024-02-10');
  expect([alarms, expectedFalseAlarms]).toEqual([1, 17 / 30]);
  const [moved] = days.find(({ isNew }) => isNew)?.moved ?? [];
  expect(moved).toMatchObject({ name: 'age', kind: 'level', isBeyond: true });
  expect(moved?.current).toBeGreaterThan(1);
});

test('rows that came before the reference are counted by the recount, each once', async () => {
  await drainDays(0, 10, Date.parse(reference.createdAt) - DAY);
  await drainDays(10, 20, inForce());
  expect((await watch()).days).toHaveLength(9);
  const tools = { lagSeconds: async () => 0, notYet: () => new Error('not yet'), report: async () => {} };
  const later = { ...systemCtxOfTest(), now: () => new Date(inForce() + DAY) };
  for (let i = 0; i < 2; i++)
    await recountReference(later, { modelId: model.id, number: 1, profileId: reference.id }, tools);
  const { days } = await watch();
  expect(days.map(({ rows }) => rows)).toEqual(new Array(19).fill(ROWS));
});

test('says how many days are missing, and what other settings would have done', async () => {
  await drainDays(0, 24, inForce());
  expect(await watch()).toMatchObject({ learning: { days: 23, wanted: 28 }, alarms: 0, shuffled: null });
  const tried = await watch({ learningDays: 10, falseAlarms: 3, shuffle: '1' });
  expect(tried).toMatchObject({
    settings: { learningDays: 10, falseAlarms: 3 },
    level: 1 / 30,
    shuffled: { runs: 10 },
  });
  expect(tried.days.filter(({ p }) => p !== null)).toHaveLength(13);
  expect((await watch()).settings).toEqual({ learningDays: 28, falseAlarms: 1, against: 'first', learnFrom: null });
});

test('settings are kept with an event, refused outside their limits and to reviewers', async () => {
  const put = async (body: object, role: 'scientist' | 'reviewer' = 'scientist') =>
    callRoute('PUT', '/api/models/{model}/drift/settings', {
      params: { model: model.name },
      headers: await project.cookieOf(role),
      body,
    });
  const settings = { learningDays: 14, falseAlarms: 0.5, against: 'before', learnFrom: '2024-01-03' };
  expect(await put(settings)).toMatchObject({ status: 200 });
  expect((await watch()).settings).toEqual(settings);
  expect(await auditActions(`model:${model.name}`)).toEqual(['drift.set']);
  expect(await put({ learningDays: 3, falseAlarms: 1 })).toMatchObject({ status: 422 });
  expect(await put({ learningDays: 14, falseAlarms: 1 }, 'reviewer')).toMatchObject({ status: 403 });
  await expect(watchDrift(project.as('user'), { model: model.name })).rejects.toMatchObject({ code: 'forbidden' });
});

test('a report says of the raw rows what the rules of another tool say of them', async () => {
  await drainDays(0, 20, inForce());
  await drainDays(20, 30, inForce() + 100, 20);
  const start = async (body: object, role: 'scientist' | 'reviewer' = 'scientist') =>
    callRoute('POST', '/api/models/{model}/drift/reports', {
      params: { model: model.name },
      headers: await project.cookieOf(role),
      body,
    });
  const window = { from: new Date(inForce() - DAY).toISOString(), to: new Date(inForce() + DAY).toISOString() };
  expect(await start({ profile: 'evidently', ...window }, 'reviewer')).toMatchObject({ status: 403 });
  expect(await start({ profile: 'alibi', ...window })).toMatchObject({ status: 422 });
  for (const profile of ['evidently', 'nannyml', 'azure'])
    expect(await start({ profile, ...window })).toMatchObject({ status: 201 });
  const jobs = { [DRIFT_REPORT_JOB]: reportJob };
  for (let i = 0; i < 3; i++)
    expect(await runNextJob(systemCtxOfTest(), jobs, new AbortController().signal)).toBe(true);
  const { reports } = await listDriftReports(project.as('reviewer'), { model: model.name });
  expect(reports.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  const before = Float64Array.from(trained);
  const now = Float64Array.from(drainedAges);
  const ofAge = (profile: string) =>
    reports.find((one) => one.profile === profile)?.result?.columns.find(({ name }) => name === 'age');
  const pair = { kind: 'number' as const, reference: before, current: now };
  expect(ofAge('evidently')).toMatchObject({ ...evidentlyDrift(pair), chunks: null });
  expect(ofAge('evidently')).toMatchObject({ method: 'wasserstein', drifted: true });
  const chunks = nannymlDrift(pair, { chunking: { size: before.length / 10 } });
  expect(ofAge('nannyml')).toMatchObject({
    threshold: expect.closeTo(chunks.upperThreshold ?? 0, 12),
    chunks: { drifted: chunks.current.filter(({ drifted }) => drifted).length, total: chunks.current.length },
  });
  expect(reports[0]?.result?.rows).toBe(30 * ROWS);
});

test('a report over more rows than it may hold says that it is cut', async () => {
  await drainDays(0, 2, inForce());
  const at = {
    model: model.name,
    from: new Date(inForce() - DAY).toISOString(),
    to: new Date(inForce() + DAY).toISOString(),
  };
  await startDriftReport(project.as('scientist'), { ...at, profile: 'evidently' });
  const cut: JobHandler = (system, job, tools) =>
    runDriftReport(system, ReportPayload.parse(job.payload), {
      report: (payload) => tools.report({ payload }),
      maxRows: ROWS + 1,
    });
  await runNextJob(systemCtxOfTest(), { [DRIFT_REPORT_JOB]: cut }, new AbortController().signal);
  const { reports } = await listDriftReports(project.as('scientist'), { model: model.name });
  expect(reports[0]?.result).toMatchObject({ rows: ROWS, isCut: true });
});

test('a report that waits is stopped, and one of another model is not found', async () => {
  const made = await startDriftReport(project.as('scientist'), { model: model.name, profile: 'azure' });
  const stop = async (name: string) =>
    callRoute('DELETE', '/api/models/{model}/drift/reports/{id}', {
      params: { model: name, id: made.id },
      headers: await project.cookieOf('scientist'),
    });
  const { model: other } = await uploadFixture(project, 'iris_logreg_zipmap', `m-${randomUUID().slice(0, 8)}`);
  expect(await stop(other.name)).toMatchObject({ status: 404 });
  expect(await stop(model.name)).toMatchObject({ status: 204 });
  const { reports } = await listDriftReports(project.as('scientist'), { model: model.name });
  expect(reports[0]?.state).toBe('cancelled');
  await expect(
    startDriftReport(project.as('scientist'), { model: other.name, profile: 'azure' }),
  ).rejects.toMatchObject({ reason: 'no_reference' });
});

test('answers that move while the inputs stay are told as answers', async () => {
  const days = async (from: number, to: number, fast: number) => {
    const records = Array.from({ length: to - from }, (_, i) => {
      const time = new Date(FIRST + (from + i) * DAY + DAY / 2).toISOString();
      const record = logRecord(of, {
        t: inForce() + from + i,
        ages: ages(0),
        ctx: Array.from({ length: ROWS }, () => ({ time })),
      });
      return { ...record, o: record.o.map(() => (random() < fast ? 'fast' : 'slow')) };
    });
    drained += 1;
    await commitBatch(database().pool, newDrainState(spool), records, { segment: 1, offset: drained });
  };
  await days(0, 38, 0.3);
  await days(38, 44, 0.8);
  const watched = await watch();
  const first = watched.days.find(({ isNew }) => isNew);
  expect(watched.alarms).toBe(1);
  expect(first?.day).toBe('2024-02-08');
  expect(first?.moved[0]).toMatchObject({ name: '', isAnswer: true, kind: 'category', isBeyond: true });
  expect(first?.moved[0]?.current).toBeGreaterThan(0.6);
});

test('the rows of a window become the reference, as they are in the log', async () => {
  await drainDays(0, 3, inForce());
  const post = async (body: object, role: 'scientist' | 'reviewer' = 'scientist') =>
    callRoute('POST', '/api/models/{model}/drift/reference', {
      params: { model: model.name },
      headers: await project.cookieOf(role),
      body,
    });
  const window = {
    version: 1,
    from: new Date(inForce() - 1000).toISOString(),
    to: new Date(inForce() + 1000).toISOString(),
  };
  expect((await post(window, 'reviewer')).status).toBe(403);
  expect((await post({ ...window, to: window.from })).status).toBe(422);
  const early = new Date(inForce() - DAY).toISOString();
  expect((await post({ version: 1, from: new Date(inForce() - 2 * DAY).toISOString(), to: early })).status).toBe(409);
  const reply = await post(window);
  const made = await reply.json();
  expect([reply.status, made.reference.rows, made.ignored]).toEqual([201, 3 * ROWS, []]);
  expect(made.reference.columns.age).toMatchObject({
    n: 3 * ROWS,
    min: Math.min(...drainedAges),
    max: Math.max(...drainedAges),
  });
  expect(made.reference.columns.sex).toMatchObject({ kind: 'category', categories: ['a'], counts: [3 * ROWS] });
  expect(made.reference.filename).toMatch(/^rows \d{4}-\d\d-\d\d to /);
});

test('a Parquet file of the training rows is a reference like its CSV', async () => {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const column = (name: string, data: unknown[]) => ({ name, data, encoding: 'PLAIN' });
  const body = parquetWriteBuffer({
    columnData: [
      column('age', [40, 50, 60]),
      column('sex', ['a', 'b', 'a']),
      column('bmi', [20.5, null, 30.25]),
      column('s5', [1.5, 2, 3]),
      column('pressure_band', ['raised', '=low', 'raised']),
      column('glucose_band', ['low', 'low', 'high']),
    ] as Parameters<typeof parquetWriteBuffer>[0]['columnData'],
  });
  const send = async (bytes: Uint8Array<ArrayBuffer>) =>
    callRoute('POST', '/api/models/{model}/versions/{number}/reference', {
      params: { model: model.name, number: '1' },
      headers: { ...(await project.cookieOf('scientist')), 'content-type': 'application/vnd.apache.parquet' },
      body: bytes,
    });
  const reply = await send(new Uint8Array(body));
  const answer = await reply.json();
  const made = answer.reference ?? answer;
  expect([reply.status, made.rows], JSON.stringify(answer)).toEqual([201, 3]);
  expect(made.columns.bmi).toMatchObject({ n: 2, nulls: 1, min: 20.5, max: 30.25 });
  expect(made.columns.pressure_band).toMatchObject({ categories: ['raised', '=low'], counts: [2, 1] });
  expect((await send(new TextEncoder().encode('PAR1 and nothing else'))).status).toBe(422);
});

test('distances through time are those of the days, and weeks where there are many', async () => {
  await drainDays(0, 10, inForce());
  await drainDays(10, 12, inForce(), 20);
  const strip = () => stripDrift(project.as('reviewer'), { model: model.name });
  const days = await strip();
  expect(days).toMatchObject({ hasReference: true, basis: 'own-time', bucket: 'day' });
  expect(days.periods.map(({ rows }) => rows)).toEqual(new Array(12).fill(ROWS));
  const age = days.columns.find(({ name }) => name === 'age')?.psi ?? [];
  expect(Math.max(...age.slice(0, 10).map((psi) => psi ?? 9))).toBeLessThan(
    Math.min(...age.slice(10).map((psi) => psi ?? 0)),
  );
  await drainDays(12, 36, inForce(), 20);
  const weeks = await strip();
  expect([weeks.bucket, weeks.periods.map(({ from }) => from)]).toEqual([
    'week',
    ['2023-12-26', '2024-01-02', '2024-01-09', '2024-01-16', '2024-01-23', '2024-01-30'],
  ]);
  expect(weeks.periods.map(({ rows }) => rows)).toEqual([1, 7, 7, 7, 7, 7].map((count) => count * ROWS));
});

test('a second reference has days counted over its bins, and their rows and nulls not twice', async () => {
  await drainDays(0, 5, Date.parse(reference.createdAt) - DAY);
  // Right after it came into force, so that it is before the next one does.
  await drainDays(5, 12, Date.parse(reference.createdAt) + 10_000);
  const tools = { lagSeconds: async () => 0, notYet: () => new Error('not yet'), report: async () => {} };
  const later = { ...systemCtxOfTest(), now: () => new Date(inForce() + DAY) };
  const recount = () => recountReference(later, { modelId: model.id, number: 1, profileId: reference.id }, tools);
  await recount();
  const upload = { model: model.name, number: 1, filename: 'again.csv', body: csv() };
  ({ reference } = await uploadReference(project.as('scientist'), upload));
  await recount();
  expect((await watch()).days.map(({ rows }) => rows)).toEqual(new Array(11).fill(ROWS));
  const { basis, days } = await listDayRows(later, { ...of, versionNumber: 1 });
  const found = await listDays(later, { ...of, versionNumber: 1, profileId: reference.id, basis }, days);
  expect(found).toHaveLength(12);
  for (const { features } of found) {
    const age = features.get('age');
    expect([age?.n, age?.reference?.counts.reduce((sum, count) => sum + count, 0)]).toEqual([ROWS, ROWS]);
  }
});
