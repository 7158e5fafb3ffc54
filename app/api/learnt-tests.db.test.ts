import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { giveFeedback, listFeedback } from '@/lib/domain/feedback';
import { listNotifications } from '@/lib/domain/people';
import { Promotion } from '@/lib/domain/promotion/schema';
import { getVersion, promoteVersion } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import { runNextTraining } from '@/lib/domain/retraining';
import { copyAsTest, decideItem, saveQueue, sendToReview, tellFixed, tellSettled } from '@/lib/domain/review';
import { QueueContent } from '@/lib/domain/review/schema';
import { encodeTensors } from '@/lib/domain/serving';
import {
  evaluateVersion,
  getReports,
  type InferRows,
  type RowAnswer,
  runRegressionTests,
} from '@/lib/domain/validation';
import { runnerInference } from '@/lib/domain/validation/fixtures/runner-inference';
import { VersionRegression } from '@/lib/domain/validation/schema';
import { entityForms } from '@/lib/platform/fingerprint';
import { Prisma } from '@/prisma/generated/client';
import { callRoute } from './call-route';
import { idAt } from './log-records';
import { saveDataset } from './save-dataset';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const ROWS = 240;
const START_MS = Date.UTC(2026, 0, 1);
/** Of the training rows, whose last one is 239 hours after the first. */
const CUT_OFF = new Date(START_MS + (ROWS - 1) * HOUR_MS).toISOString();
const CARRIERS = ['AA', 'DL', 'UA'] as const;

let project: TestProject;
let model: Model;
let datasetId: string;

const key = () => ({ authorization: `Bearer ${project.keys.write}` });
const chance = (of: number) => createHash('sha256').update(String(of)).digest().readUInt32BE(0) / 2 ** 32;

interface Flight {
  at: string;
  tail: string;
  carrier: string;
  wind: number;
  late: number;
}

/** Flights by their number; those below `ROWS` are trained on, of the tails N0 to N19. */
function flight(at: number, more: Partial<Flight> = {}): Flight {
  const wind = Math.round(3000 * chance(3 * at)) / 100;
  const carrier = CARRIERS[at % 3] ?? 'AA';
  return {
    at: new Date(START_MS + at * HOUR_MS).toISOString(),
    tail: at < ROWS ? `N${at % 20}` : `M${at}`,
    carrier,
    wind,
    late: wind > 15 ? 1 : 0,
    ...more,
  };
}

const csvOf = (flights: readonly Flight[], columns = ['at', 'tail', 'carrier', 'wind', 'empty', 'late']) =>
  [
    columns.join(','),
    ...flights.map((one) => {
      const cells: Record<string, string | number> = { ...one, empty: 7, day: one.at.slice(0, 10) };
      return columns.map((name) => cells[name] ?? '').join(',');
    }),
  ].join('\n');

/** A model whose version 2 came out of a training run, and whose champion, version 3, is the same file without a word of its rows. */
beforeAll(async () => {
  project = await createTestProject();
  const { db } = systemCtxOfTest();
  await db.$queryRaw`select ensure_prediction_partition(current_date)::text`;
  await db.$queryRaw`select ensure_prediction_partition(current_date + 1)::text`;
  ({ model } = await uploadFixture(project, 'iris_logreg_zipmap', 'flights'));
  datasetId = await saveDataset(project, {
    name: 'winter flights',
    csv: csvOf(Array.from({ length: ROWS }, (_, i) => flight(i))),
    roles: { target: 'late', time: 'at', entities: ['tail'], features: ['carrier', 'wind', 'empty'] },
  });
  await callRoute('PUT', '/api/models/{model}/training-recipe', {
    params: { model: model.id },
    headers: key(),
    body: { datasetId, method: { algorithm: 'logistic' }, features: ['carrier', 'wind'], folds: 0 },
  });
  const tools = {
    infer: runnerInference(systemCtxOfTest()),
    wait: () => Promise.resolve(),
    stopping: new AbortController().signal,
    publicUrl: '',
  };
  for (const run of [1, 2]) {
    const begun = await callRoute('POST', '/api/models/{model}/retrain', {
      ...{ params: { model: model.id }, headers: key(), body: { note: `run ${run}` } },
    });
    expect(begun.status).toBe(202);
    while (await runNextTraining(systemCtxOfTest(), tools));
  }
  await db.version.updateMany({
    where: { modelId: model.id, number: 3 },
    data: { trainedOn: Prisma.DbNull, trainingRunId: null },
  });
});

beforeEach(async () => {
  const { db } = systemCtxOfTest();
  await db.model.update({ where: { id: model.id }, data: { champion: 3, championAt: new Date() } });
  await db.regressionTest.deleteMany({ where: { modelId: model.id } });
  await db.validationReport.deleteMany({ where: { modelId: model.id } });
});
afterAll(async () => {
  await systemCtxOfTest().db.feedback.deleteMany({});
});

/** Calls of the champion, as the log keeps them: of 32-bit numbers, without the column that was not learnt from. */
async function logged(flights: readonly Flight[], named = true): Promise<string> {
  const id = idAt(Date.now() + 5);
  const shape = [flights.length, 1];
  const { version } = await getVersion(systemCtxOfTest(), { model: model.id, number: 3 });
  const data: Record<string, (string | number)[]> = {
    carrier: flights.map(({ carrier }) => carrier),
    wind: flights.map(({ wind }) => Math.fround(wind)),
  };
  const inputs = version.signature.inputs.map(({ name }) => [name, { shape, data: data[name] ?? [] }] as const);
  await systemCtxOfTest().db.prediction.create({
    data: {
      ...{ id, projectId: project.id, modelId: model.id, versionNumber: 3, receivedAt: new Date() },
      ...{ rows: flights.length, route: 'champion', origin: 'user', protocol: 'api' },
      ...{ latencyUs: 1, queueUs: 0, runUs: 1, caller: project.people.user.id },
      outcomes: flights.map(() => '0'),
      ...(named ? { context: flights.map(({ tail }) => ({ entity: tail })) } : {}),
      tensors: new Uint8Array(
        encodeTensors(
          inputs.map(([name, tensor]) => [name, { ...tensor, data: [...tensor.data] }]),
          [],
        ),
      ),
    },
  });
  return id;
}

const answer = (label: string): RowAnswer => ({ outcome: label, label, probabilities: null, value: null });
/** Versions that say the same to each row; `asked` counts rows. */
function always(by: Record<number, string>): { infer: InferRows; asked: () => number } {
  let count = 0;
  return {
    asked: () => count,
    infer: async ({ number, rows }) => {
      count += rows.length;
      return { classes: ['0', '1'], answers: rows.map(() => answer(by[number] ?? '')) };
    },
  };
}
const run = (number: number, infer: InferRows) =>
  runRegressionTests(project.as('scientist'), { model: model.id, number, infer });
async function stands(number: number): Promise<VersionRegression> {
  const reply = await callRoute('GET', '/api/models/{model}/versions/{number}/regression-tests', {
    params: { model: model.id, number: String(number) },
    headers: await project.cookieOf('reviewer'),
  });
  expect(reply.status).toBe(200);
  return VersionRegression.parse(await reply.json());
}
const promote = (number: number) =>
  callRoute('POST', '/api/models/{model}/versions/{number}/champion', {
    params: { model: model.id, number: String(number) },
    headers: key(),
  });

test('tests that a version was trained with are neither passed nor failed, and are not asked', async () => {
  const rows = [flight(30, { tail: 'X1' }), flight(900, { tail: 'N7' }), flight(901), flight(902)];
  const id = await logged(rows);
  for (const [i] of rows.entries()) await copyAsTest(project.as('scientist'), { id: `${id}.${i}`, expected: '1' });
  const { infer, asked } = always({ 2: '0', 3: '1' });
  const { result } = await run(2, infer);
  expect(asked()).toBe(2);
  expect(result).toMatchObject({ tests: 4, passed: 0, failed: 2, unfit: 0, learnt: 2, trainingKnown: true });
  expect(result.learntTests.map(({ rowId, by }) => [rowId, by]).sort()).toEqual([
    [`${id}.0`, 'row'],
    [`${id}.1`, 'entity'],
  ]);
  // Of the champion nobody knows what it was trained on: all of its tests count.
  expect((await run(3, infer)).result).toMatchObject({ passed: 4, failed: 0, learnt: 0, trainingKnown: false });
  const view = await stands(2);
  expect(view).toMatchObject({ blocking: 2, champion: 3, report: { result: { learnt: 2, failed: 2 } } });
  const refused = await promote(2);
  expect([refused.status, (await refused.json()).details.count]).toEqual([409, 2]);
});

test('a file that names who a row is about knows tests of which the log keeps the fingerprint', async () => {
  const [, asFingerprint] = entityForms(project.id, 'N7');
  const id = await logged([flight(900, { tail: asFingerprint }), flight(901, { tail: 'hash:0123456789abcdef' })]);
  for (const i of [0, 1]) await copyAsTest(project.as('scientist'), { id: `${id}.${i}`, expected: '1' });
  const { result } = await run(2, always({ 2: '0', 3: '1' }).infer);
  expect(result.learntTests.map(({ rowId, by }) => [rowId, by])).toEqual([[`${id}.0`, 'entity']]);
});

test('what a champion has learnt is not held against others, and what a version has learnt does not stop it', async () => {
  const id = await logged([flight(31), flight(910)]);
  for (const row of ['0', '1']) await copyAsTest(project.as('scientist'), { id: `${id}.${row}`, expected: '1' });
  const { infer } = always({ 2: '0', 3: '1' });
  await run(2, infer);
  await run(3, infer);
  expect((await stands(2)).blocking).toBe(1);
  const asked = await callRoute('POST', '/api/models/{model}/promotions', {
    params: { model: model.id },
    headers: await project.cookieOf('administrator'),
    body: { version: 2, reason: '' },
    query: {},
  });
  expect((await asked.json()).reason).toBe('gate_failed');
  await systemCtxOfTest().db.regressionTest.updateMany({
    where: { modelId: model.id, row: 1 },
    data: { removedAt: new Date(), removedBy: 'x', removedReason: 'x' },
  });
  const begun = await callRoute('POST', '/api/models/{model}/promotions', {
    params: { model: model.id },
    headers: await project.cookieOf('administrator'),
    body: { version: 2, reason: '' },
  });
  const { notes } = Promotion.parse(await begun.json());
  expect(notes.regression).toEqual({
    before: { passed: 2, failed: 0, learnt: 0 },
    after: { passed: 0, failed: 1, learnt: 1 },
  });
  expect(notes.trainedOn).toEqual({ datasetId, datasetNumber: 1, rows: ROWS, cutOff: CUT_OFF });
  // With the trained one as champion, its learnt test is nothing that another version has to pass.
  const { db } = systemCtxOfTest();
  await db.promotion.deleteMany({ where: { modelId: model.id } });
  await db.model.update({ where: { id: model.id }, data: { champion: 2 } });
  const turned = always({ 2: '1', 3: '0' });
  await db.regressionTest.updateMany({ where: { modelId: model.id }, data: { removedAt: null } });
  await run(2, turned.infer);
  await run(3, turned.infer);
  expect((await stands(3)).blocking).toBe(1);
});

test('a run from before anybody looked at training rows is read as one that does not know them', async () => {
  const id = await logged([flight(32)]);
  await copyAsTest(project.as('scientist'), { id: `${id}.0`, expected: '1' });
  const { id: report } = await run(3, always({ 3: '1' }).infer);
  const { db } = systemCtxOfTest();
  await db.$executeRaw`
    update validation_reports set result = result - 'learnt' - 'learntTests' - 'trainingKnown' where id = ${report}::uuid`;
  expect((await stands(3)).report?.result).toMatchObject({
    ...{ passed: 1, learnt: 0, learntTests: [], trainingKnown: false },
  });
});

async function* bytesOf(text: string) {
  yield new TextEncoder().encode(text);
}
const evaluate = (number: number, csv: string) =>
  evaluateVersion(project.as('scientist'), {
    model: model.id,
    ...{ number, filename: 'test.csv', body: bytesOf(csv), infer: always({ 2: '1', 3: '1' }).infer, target: 'late' },
  });

/** 5 training rows, 3 other rows of trained tails, 4 of other tails within the training time, and 20 that nobody has seen. */
const EXAM = [
  ...[10, 11, 12, 13, 14].map((i) => flight(i, { at: flight(500 + i).at, tail: `X${i}` })),
  ...[800, 801, 802].map((i) => flight(i, { tail: `N${i - 800}` })),
  ...[810, 811, 812, 813].map((i) => flight(i, { at: i === 813 ? CUT_OFF : flight(i - 700).at })),
  ...Array.from({ length: 20 }, (_, i) => flight(830 + i, { late: i % 2 })),
];

test('an evaluation leaves out training rows, their entities and what is older than the cut-off, and says how many', async () => {
  const { result } = await evaluate(2, csvOf(EXAM));
  expect(result).toMatchObject({ rows: 20, unlabelled: 0 });
  expect(result.leftOut).toEqual({
    ...{ datasetId, datasetName: 'winter flights', datasetNumber: 1, cutOff: CUT_OFF },
    ...{ sameRow: 5, features: 3, sameEntity: 3, entityColumns: ['tail'], beforeCutOff: 4, timeColumn: 'at' },
  });
  // All of the 20 are answered "late", and half of them were.
  expect(result.classification?.accuracy.value).toBe(0.5);
  const unknown = await evaluate(3, csvOf(EXAM));
  expect([unknown.result.leftOut, unknown.result.rows]).toEqual([null, 32]);
});

test('rows are compared by what the file has: fewer columns, days instead of moments, nothing that names an entity', async () => {
  const days = await evaluate(2, csvOf(EXAM, ['carrier', 'wind', 'day', 'late']));
  expect(days.result.rows).toBe(23);
  expect(days.result.leftOut).toMatchObject({
    ...{ sameRow: 5, features: 2, sameEntity: 0, entityColumns: [], beforeCutOff: 4, timeColumn: 'day' },
  });
  const plain = await evaluate(2, csvOf(EXAM, ['carrier', 'wind', 'late']));
  expect(plain.result.rows).toBe(27);
  expect(plain.result.leftOut).toMatchObject({ sameRow: 5, beforeCutOff: 0, timeColumn: null });
});

test('a file of training rows alone is refused with the numbers', async () => {
  await expect(evaluate(2, csvOf([flight(1), flight(2), flight(600, { tail: 'N3' })]))).rejects.toMatchObject({
    code: 'invalid_input',
    reason: 'all_seen',
    message:
      'No row is left to judge by: of 3, 2 are training rows (winter flights, version 1), 1 are about the same entities, 0 are of up to the training cut-off. Use rows that the version has not seen.',
  });
});

test('evaluations are held against each other only on the same rows; an old report says that the overlap is unknown', async () => {
  const notes = async () => {
    const begun = await callRoute('POST', '/api/models/{model}/promotions', {
      params: { model: model.id },
      headers: await project.cookieOf('administrator'),
      body: { version: 2, reason: '' },
    });
    await systemCtxOfTest().db.promotion.deleteMany({ where: { modelId: model.id } });
    return Promotion.parse(await begun.json()).notes;
  };
  await evaluate(2, csvOf(EXAM));
  await evaluate(3, csvOf(EXAM));
  expect((await notes()).evaluation).toBeNull();
  const unseen = csvOf(EXAM.slice(12));
  await evaluate(2, unseen);
  const { id } = await evaluate(3, unseen);
  expect((await notes()).evaluation).toMatchObject({ before: 0.5, after: 0.5, rows: 20 });
  await systemCtxOfTest().db.$executeRaw`
    update validation_reports set result = result - 'leftOut' where id = ${id}::uuid`;
  const { evaluation } = await getReports(project.as('reviewer'), { model: model.id, number: 3 });
  expect([evaluation?.id, evaluation?.result.leftOut]).toEqual([id, null]);
});

test('a version whose dataset was deleted does not know its rows any more', async () => {
  const { db } = systemCtxOfTest();
  const before = await db.version.findFirstOrThrow({ where: { modelId: model.id, number: 2 } });
  const gone = { datasetId: '00000000-0000-7000-8000-00000000dead', datasetNumber: 1, rows: ROWS, cutOff: CUT_OFF };
  await db.version.update({ where: { id: before.id }, data: { trainedOn: gone } });
  expect((await evaluate(2, csvOf(EXAM))).result).toMatchObject({ rows: 32, leftOut: null });
  await db.version.update({ where: { id: before.id }, data: { trainedOn: before.trainedOn ?? Prisma.DbNull } });
});

test('who reported a row that a champion was trained with hears that, once, and not that it is put right', async () => {
  const queue = await saveQueue(project.as('scientist'), {
    model: model.id,
    content: QueueContent.parse({ name: 'all', rules: { complaints: true } }),
  });
  const [trained, fresh] = [await logged([flight(40)], false), await logged([flight(950)], false)];
  for (const id of [trained, fresh]) {
    await giveFeedback(project.as('user'), { id, verdict: 'wrong', expected: '1' });
    const item = await sendToReview(project.as('reviewer'), { id: queue.id, row: id });
    await decideItem(project.as('reviewer'), { id: item.id, decision: 'label', value: '1', note: '' });
  }
  const { infer } = always({ 2: '1', 3: '0' });
  let ahead = 0;
  const tell = async () => {
    ahead += 5 * MINUTE_MS;
    const ctx = { ...systemCtxOfTest(), now: () => new Date(Date.now() + ahead) };
    while (await tellSettled(ctx));
    while (await tellFixed(ctx, infer));
  };
  const told = async () =>
    (await listNotifications(project.as('user'), { limit: 20 })).notifications
      .filter(({ kind }) => kind !== 'feedback-settled')
      .map(({ kind, link, values }) => ({ kind, row: link.split('/').at(-1), ...values }))
      .sort((a, b) => a.kind.localeCompare(b.kind));
  await tell();
  expect(await told()).toEqual([]);
  const champion = (number: number) =>
    promoteVersion(project.as('scientist'), { model: model.id, number, gate: async () => null });
  await champion(2);
  await tell();
  const same = { model: 'flights', version: '2', value: '1' };
  const expected = [
    { kind: 'answer-fixed', row: `${fresh}.0`, ...same },
    { kind: 'answer-learnt', row: `${trained}.0`, ...same, day: new Date().toISOString().slice(0, 10) },
  ];
  expect(await told()).toEqual(expected);
  const outcomes = (await listFeedback(project.as('user'), { model: model.id, limit: 10 })).feedback.map(
    ({ rowId, outcome }) => [rowId, outcome?.fixedVersion, outcome?.learntVersion],
  );
  expect(outcomes.sort()).toEqual(
    [
      [`${fresh}.0`, 2, null],
      [`${trained}.0`, null, 2],
    ].sort(),
  );
  await champion(3);
  await tell();
  await champion(2);
  await tell();
  expect(await told()).toEqual(expected);
});
