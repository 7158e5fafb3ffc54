import { beforeAll, beforeEach, expect, test } from 'vitest';
import { saveOverlay } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import { copyAsTest, decideItem, saveQueue, sendToReview, takeReviewBack } from '@/lib/domain/review';
import { entityDestination } from '@/lib/domain/review/entity-destination';
import { QueueContent } from '@/lib/domain/review/schema';
import { encodeTensors } from '@/lib/domain/serving';
import { saveSettings, undoSettings } from '@/lib/domain/tuning';
import {
  type InferRows,
  listRegressionTests,
  type RowAnswer,
  runRegressionTests,
  takeOutRegressionTest,
  updateRegression,
} from '@/lib/domain/validation';
import { AppError } from '@/lib/platform/errors';
import { uuid7 } from '@/lib/platform/uuid7';
import { PLAIN } from '@/lib/pure/answer-settings/settings';
import { callRoute } from './call-route';
import { idAt } from './log-records';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

let project: TestProject;
let model: Model;
let names = 0;

beforeAll(async () => {
  project = await createTestProject();
  const { db } = systemCtxOfTest();
  await db.$queryRaw`select ensure_prediction_partition(current_date)::text`;
  await db.$queryRaw`select ensure_prediction_partition(current_date + 1)::text`;
});

/** A model of its own per test, with two versions of iris, of which the first is champion. */
beforeEach(async () => {
  names += 1;
  const name = `iris-${names}`;
  ({ model } = await uploadFixture(project, 'iris_logreg_zipmap', name));
  await uploadFixture(project, 'iris_logreg_zipmap', name);
  await systemCtxOfTest().db.model.update({ where: { id: model.id }, data: { champion: 1 } });
});

const PETALS = [5, 3, 1, 0.25];

async function logged(rows: readonly (readonly number[])[], more: { entities?: string[]; of?: Model } = {}) {
  const id = idAt(Date.now() + 5);
  await systemCtxOfTest().db.prediction.create({
    data: {
      id,
      projectId: project.id,
      modelId: (more.of ?? model).id,
      versionNumber: 1,
      receivedAt: new Date(),
      rows: rows.length,
      ...{ route: 'champion', origin: 'api', protocol: 'api', latencyUs: 1, queueUs: 0, runUs: 1 },
      outcomes: rows.map(() => '0'),
      ...(more.entities ? { context: more.entities.map((entity) => ({ entity })) } : {}),
      tensors: new Uint8Array(
        encodeTensors([['X', { shape: [rows.length, rows[0]?.length ?? 0], data: rows.flat() }]], []),
      ),
    },
  });
  return id;
}

const label = (value: string): RowAnswer => ({ outcome: value, label: value, probabilities: null, value: null });
const number = (value: number): RowAnswer => ({ outcome: String(value), label: null, probabilities: null, value });

/** Versions that answer all rows in their own way. */
const answering =
  (by: Record<number, (row: Record<string, unknown>) => RowAnswer>): InferRows =>
  async (call) => ({ classes: [], answers: call.rows.map((row) => (by[call.number] ?? (() => label('none')))(row)) });

const copy = (row: string, expected: string | number, tolerance?: number) =>
  copyAsTest(project.as('scientist'), { id: row, expected, ...(tolerance === undefined ? {} : { tolerance }) });
const run = (of: number, infer: InferRows) =>
  runRegressionTests(project.as('scientist'), { model: model.name, number: of, infer });
const stands = async (of: number, headers?: Record<string, string>) => {
  const reply = await callRoute('GET', '/api/models/{model}/versions/{number}/regression-tests', {
    params: { model: model.name, number: String(of) },
    headers: headers ?? (await project.cookieOf('reviewer')),
  });
  expect(reply.status).toBe(200);
  return reply.json();
};
const promote = async (of: number, role: 'scientist' | 'administrator', override?: string) => {
  const reply = await callRoute('POST', '/api/models/{model}/versions/{number}/champion', {
    params: { model: model.name, number: String(of) },
    headers: await project.cookieOf(role),
    ...(override === undefined ? {} : { query: { override } }),
  });
  return { status: reply.status, body: await reply.json() };
};

/** An entity whose rows of the model go to exams, or to training. */
const entityFor = (wanted: 'exam' | 'train'): string =>
  Array.from({ length: 100 }, (_, i) => `e${i}`).find(
    (entity) => entityDestination(model.id, { entity, rowId: '' }).destination === wanted,
  ) ?? '';

async function settled(entity: string, value: string, content: { tolerance?: number } = {}) {
  const queue = await saveQueue(project.as('scientist'), {
    model: model.name,
    content: QueueContent.parse({ name: `queue ${Math.random()}`, rules: { complaints: false }, ...content }),
  });
  const id = await logged([PETALS], { entities: [entity] });
  const item = await sendToReview(project.as('reviewer'), { id: queue.id, row: id });
  await decideItem(project.as('reviewer'), { id: item.id, decision: 'label', value, note: '' });
  return { item, rowId: `${id}.0` };
}

const testsOf = async () => (await listRegressionTests(project.as('reviewer'), { model: model.name, limit: 50 })).tests;

test('a row of the log becomes a test, once, and is taken out with a reason and kept', async () => {
  const id = await logged([PETALS, [6, 3, 5, 2]]);
  const made = await copy(`${id}.1`, '2');
  expect(made).toMatchObject({ rowId: `${id}.1`, expected: '2', tolerance: null, from: 'copy', version: 1 });
  expect(made.fields).toEqual([{ name: 'X', input: 'X', index: null, value: [6, 3, 5, 2] }]);
  await expect(copy(`${id}.1`, '1')).rejects.toMatchObject({ code: 'conflict', reason: 'already_a_test' });
  await expect(copy(`${id}.0`, 'rose')).rejects.toMatchObject({ code: 'invalid_input', reason: 'unknown_class' });
  await expect(copy(`${id}.0`, '1', 2)).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(copy(`${id}.2`, '1')).rejects.toMatchObject({ code: 'not_found' });
  await expect(copyAsTest(project.as('reviewer'), { id: `${id}.0`, expected: '1' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const stranger = await createTestProject();
  await expect(copyAsTest(stranger.as('scientist'), { id: `${id}.0`, expected: '1' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(takeOutRegressionTest(stranger.as('scientist'), { ...made, reason: 'mine' })).rejects.toMatchObject({
    code: 'not_found',
  });
  const takeOut = await callRoute('DELETE', '/api/regression-tests/{id}', {
    params: { id: made.id },
    headers: await project.cookieOf('scientist'),
    query: { reason: 'it was mistyped' },
  });
  expect(takeOut.status).toBe(204);
  expect(await testsOf()).toEqual([]);
  expect(await systemCtxOfTest().db.regressionTest.findUnique({ where: { id: made.id } })).toMatchObject({
    removedReason: 'it was mistyped',
    removedBy: project.people.scientist.actor.name,
  });
  expect(await auditActions(`prediction:${id}.1`)).toEqual(['regression-test.add', 'regression-test.take-out']);
  expect(await copy(`${id}.1`, '1')).toMatchObject({ expected: '1' });
});

test('a row whose inputs the log has not kept cannot be a test', async () => {
  const id = await logged([PETALS]);
  const kept = { input: 'X', title: '', kind: 'number', unit: '', min: null, max: null } as const;
  await saveOverlay(project.as('scientist'), {
    model: model.name,
    number: 1,
    overlay: {
      columns: ['a', 'b', 'c', 'd'].map((name, index) => ({
        ...{ ...kept, index, name, categories: [], nullable: false, default: null },
        personal: name === 'c' ? ('hash' as const) : ('keep' as const),
      })),
      ...{ classNames: {}, outputUnit: '', examples: [] },
    },
  });
  await expect(copy(id, '1')).rejects.toMatchObject({
    code: 'conflict',
    reason: 'personal',
    message: 'It cannot be a test: c is personal, and was not logged as it was sent.',
  });
  await systemCtxOfTest().db.prediction.update({
    where: { id },
    data: { tensors: new Uint8Array(encodeTensors([['X', { shape: [1, 4], sha256: '00'.repeat(32) }]], [])) },
  });
  await systemCtxOfTest().db.signatureOverlay.deleteMany({ where: { modelId: model.id } });
  await expect(copy(id, '1')).rejects.toMatchObject({ code: 'conflict', reason: 'not_kept' });
});

test('a settled exam row becomes a test, a training row does not, and a review that is taken back takes it out', async () => {
  const exam = await settled(entityFor('exam'), '2');
  expect(await testsOf()).toMatchObject([{ rowId: exam.rowId, expected: '2', from: 'review' }]);
  await settled(entityFor('train'), '2');
  expect(await testsOf()).toHaveLength(1);
  await takeReviewBack(project.as('reviewer'), exam.item);
  expect(await testsOf()).toEqual([]);
  await decideItem(project.as('reviewer'), { id: exam.item.id, decision: 'cannot-tell', note: '' });
  expect(await testsOf()).toEqual([]);
  // What a person copied gives way to what a review decides.
  await takeReviewBack(project.as('reviewer'), exam.item);
  await copy(exam.rowId, '0');
  await decideItem(project.as('reviewer'), { id: exam.item.id, decision: 'label', value: '1', note: '' });
  expect(await testsOf()).toMatchObject([{ expected: '1', from: 'review' }]);
});

test('a review settles a row that cannot be a test all the same, and the trail says why there is none', async () => {
  const queue = await saveQueue(project.as('scientist'), {
    model: model.name,
    content: QueueContent.parse({ name: 'no inputs', rules: { complaints: false } }),
  });
  const id = await logged([PETALS], { entities: [entityFor('exam')] });
  await systemCtxOfTest().db.prediction.update({
    where: { id },
    data: { tensors: new Uint8Array(encodeTensors([['X', { shape: [1, 4], sha256: '00'.repeat(32) }]], [])) },
  });
  const item = await sendToReview(project.as('reviewer'), { id: queue.id, row: id });
  const decided = await decideItem(project.as('reviewer'), { id: item.id, decision: 'label', value: '1', note: '' });
  expect(decided.state).toBe('settled');
  expect(await testsOf()).toEqual([]);
  const trail = await systemCtxOfTest().db.auditEvent.findMany({ where: { object: `prediction:${id}.0` } });
  expect(trail).toMatchObject([{ action: 'regression-test.skip', after: { reason: 'not_kept' } }]);
});

test('a number passes within its tolerance; without one no version may be further off than the one before', async () => {
  const { model: ridge } = await uploadFixture(project, 'diabetes_ridge', `ridge-${names}`);
  model = ridge;
  const id = await logged([Array.from({ length: 10 }, (_, i) => i / 10)]);
  await systemCtxOfTest().db.prediction.update({ where: { id }, data: { outcomes: ['17'] } });
  await expect(copy(id, 20)).rejects.toMatchObject({ code: 'invalid_input' });
  await copy(id, 20, 2);
  const passes = async (value: number) => (await run(1, answering({ 1: () => number(value) }))).result.passed === 1;
  expect([await passes(21.9), await passes(22), await passes(22.1), await passes(17.9)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  const [copied] = await testsOf();
  await takeOutRegressionTest(project.as('scientist'), { id: copied?.id ?? '', reason: 'enough' });
  const queue = await saveQueue(project.as('scientist'), {
    model: model.name,
    content: QueueContent.parse({ name: 'numbers', rules: { complaints: false } }),
  });
  await systemCtxOfTest().db.prediction.update({ where: { id }, data: { context: [{ entity: entityFor('exam') }] } });
  const item = await sendToReview(project.as('reviewer'), { id: queue.id, row: id });
  await decideItem(project.as('reviewer'), { id: item.id, decision: 'label', value: 20, note: '' });
  expect(await testsOf()).toMatchObject([{ expected: '20', tolerance: 3 }]);
});

test('runs all tests in batches, names what failed, and leaves out what a version cannot be asked', async () => {
  const rows = Array.from({ length: 520 }, (_, i) => [i, 3, 1, 0.25]);
  const id = await logged(rows);
  const { db } = systemCtxOfTest();
  await copy(`${id}.0`, '0');
  const { id: _, fields: __, ...first } = await db.regressionTest.findFirstOrThrow({ where: { modelId: model.id } });
  await db.regressionTest.createMany({
    data: rows.slice(1).map((value, i) => ({
      ...first,
      id: uuid7(),
      row: i + 1,
      expected: i % 2 === 0 ? '1' : '0',
      fields: [{ name: 'X', input: 'X', index: null, value: [...value] }],
    })),
  });
  const sizes: number[] = [];
  const infer: InferRows = async ({ rows: asked }) => {
    sizes.push(asked.length);
    const at = asked.findIndex(({ X }) => Array.isArray(X) && X[0] === 7);
    if (at >= 0)
      throw new AppError('invalid_input', 'no', { invalidParams: [{ name: `rows.${at}.X`, reason: 'it is seven' }] });
    // The model breaks on row 4 without a word.
    if (asked.some(({ X }) => Array.isArray(X) && X[0] === 4)) throw new AppError('invalid_input', 'no');
    return { classes: [], answers: asked.map(() => label('0')) };
  };
  const { result } = await run(2, infer);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
  expect(result).toMatchObject({ tests: 520, passed: 259, failed: 260, unfit: 1 });
  expect(result.unfitTests).toMatchObject([{ rowId: `${id}.7`, reason: 'X: it is seven' }]);
  expect(result.failures.find(({ rowId }) => rowId === `${id}.4`)).toMatchObject({ expected: '0', answered: null });
  expect(result.failures.find(({ rowId }) => rowId === `${id}.9`)).toMatchObject({ expected: '1', answered: '0' });
  expect(await db.prediction.count({ where: { modelId: model.id } })).toBe(1);
});

test('the worker runs each version whose result does not know the tests as they are, one worker at a time', async () => {
  const id = await logged([PETALS, PETALS]);
  await copy(`${id}.0`, '1');
  const infer = answering({ 1: () => label('1'), 2: () => label('0') });
  expect(await stands(1)).toMatchObject({ tests: 1, report: null, isCurrent: false });
  const all = async (later = 0) => {
    const ctx = { ...systemCtxOfTest(), now: () => new Date(Date.now() + later) };
    while (await updateRegression(ctx, infer));
  };
  await Promise.all([all(), all()]);
  const reports = () =>
    systemCtxOfTest().db.validationReport.count({ where: { modelId: model.id, kind: 'regression' } });
  expect(await reports()).toBe(2);
  expect(await stands(1)).toMatchObject({
    isCurrent: true,
    blocking: null,
    report: { result: { passed: 1, failed: 0 } },
  });
  expect(await stands(2)).toMatchObject({ blocking: 1, champion: 1, report: { result: { passed: 0, failed: 1 } } });
  await all();
  expect(await reports()).toBe(2);
  await copy(`${id}.1`, '1');
  expect(await stands(1)).toMatchObject({ tests: 2, isCurrent: false });
  // A version rests before it is run again.
  await all();
  expect(await reports()).toBe(2);
  await all(60_000);
  expect(await stands(1)).toMatchObject({ isCurrent: true, report: { result: { tests: 2, passed: 2 } } });
  // What cannot be run says why, and is tried again.
  await copy(await logged([PETALS]), '1');
  const away: InferRows = () => {
    throw new AppError('conflict', 'Version 2 is not in service. Load it first.', { reason: 'not_in_service' });
  };
  const later = { ...systemCtxOfTest(), now: () => new Date(Date.now() + 200_000) };
  while (await updateRegression(later, away));
  expect(await stands(2)).toMatchObject({ isCurrent: false, failure: 'Version 2 is not in service. Load it first.' });
  await all(300_000);
  expect(await stands(2)).toMatchObject({ isCurrent: true, failure: null });
});

test('a version is asked as it answers by its settings, and again when they change', async () => {
  await copy(`${await logged([PETALS])}.0`, '2');
  const shares = { outcome: '0', label: '0', probabilities: [0.5, 0.2, 0.3], value: null };
  const infer = answering({ 1: () => shares, 2: () => shares });
  const all = async (later = 0) => {
    const ctx = { ...systemCtxOfTest(), now: () => new Date(Date.now() + later) };
    while (await updateRegression(ctx, infer));
  };
  await all();
  expect(await stands(2)).toMatchObject({ isCurrent: true, report: { result: { settings: 0, passed: 0, failed: 1 } } });
  const change = { model: model.name, number: 2, reason: 'virginica is missed', approve: async () => null };
  const weights = { ...PLAIN, weights: [1, 1, 2] };
  await saveSettings(project.as('scientist'), { ...change, after: 0, settings: weights });
  expect(await stands(2)).toMatchObject({ isCurrent: false });
  await all();
  expect(await stands(2)).toMatchObject({ isCurrent: true, report: { result: { settings: 1, passed: 1, failed: 0 } } });
  expect(await stands(1)).toMatchObject({ report: { result: { settings: 0, failed: 1 } } });
  // Settings that come into force while the tests run: what was answered by those of before counts no more.
  let isChanged = false;
  const slow: InferRows = async (call) => {
    if (!isChanged) {
      isChanged = true;
      await undoSettings(project.as('scientist'), { ...change, after: 1, to: 0 });
    }
    return infer(call);
  };
  await run(2, slow);
  expect(await stands(2)).toMatchObject({ isCurrent: false, report: { result: { settings: 1 } } });
  await all(60_000);
  expect(await stands(2)).toMatchObject({ isCurrent: true, report: { result: { settings: 2, failed: 1 } } });
});

test('a version that fails what the champion passes is not promoted, but by an administrator with a reason', async () => {
  const id = await logged([PETALS, PETALS]);
  await copy(`${id}.0`, '1');
  const other = await copy(`${id}.1`, '2');
  // Both fail the second test: that is no reason.
  const infer = answering({ 1: () => label('1'), 2: () => label('0') });
  expect((await promote(2, 'scientist')).status).toBe(200);
  expect((await promote(1, 'scientist')).status).toBe(200);
  await run(1, infer);
  await run(2, infer);
  const refused = await promote(2, 'scientist');
  expect(refused).toMatchObject({
    status: 409,
    body: {
      reason: 'gate_failed',
      detail: `The gate does not let version 2 pass: It fails 1 regression test that the champion, version 1, passes: ${id}.0 must be 1, answered 0. An administrator can promote it all the same with a reason.`,
      details: { count: 1, champion: 1, tests: [{ rowId: `${id}.0`, expected: '1', answered: '0' }] },
    },
  });
  const canary = async (query: Record<string, string> = {}) =>
    (
      await callRoute('PUT', '/api/models/{model}/deployment', {
        params: { model: model.name },
        headers: await project.cookieOf('administrator'),
        body: { canary: { version: 2, percent: 5 } },
        query,
      })
    ).status;
  expect(await canary()).toBe(409);
  expect((await promote(2, 'scientist', 'we need it')).status).toBe(403);
  expect((await promote(2, 'administrator', '')).status).toBe(422);
  expect(await canary({ override: 'five percent only' })).toBe(200);
  expect(await promote(2, 'administrator', 'the label is disputed')).toMatchObject({
    status: 200,
    body: { champion: 2 },
  });
  const trail = await systemCtxOfTest().db.auditEvent.findMany({
    where: { object: `model:${model.name}/2`, action: 'version.promote' },
    orderBy: { id: 'asc' },
  });
  expect(trail.at(-1)?.after).toEqual({
    champion: 2,
    failedChecks: ['regression-tests'],
    failedTests: 1,
    override: 'the label is disputed',
  });
  // Back to the first, which fails nothing that the second passes.
  expect((await promote(1, 'scientist')).status).toBe(200);
  await takeOutRegressionTest(project.as('scientist'), { ...other, reason: 'nobody knows' });
  expect((await promote(2, 'scientist')).status).toBe(409);
  const [first] = await testsOf();
  await takeOutRegressionTest(project.as('scientist'), { id: first?.id ?? '', reason: 'mistyped' });
  expect((await promote(2, 'scientist')).status).toBe(200);
});

test('a test outlives the row that it was copied from, and goes with its model', async () => {
  const id = await logged([PETALS]);
  await copy(id, '1');
  const { db } = systemCtxOfTest();
  await db.prediction.deleteMany({ where: { id } });
  await expect(copy(id, '1')).rejects.toMatchObject({ code: 'not_found' });
  expect((await run(1, answering({ 1: () => label('1') }))).result).toMatchObject({ tests: 1, passed: 1 });
  const gone = await callRoute('DELETE', '/api/models/{model}', {
    params: { model: model.name },
    headers: await project.cookieOf('scientist'),
    query: { name: model.name },
  });
  expect(gone.status).toBe(204);
  expect(await db.regressionTest.count({ where: { modelId: model.id } })).toBe(0);
  expect(await db.regressionRun.count({ where: { modelId: model.id } })).toBe(0);
});

test('new files of a model wait to be promoted where it says so', async () => {
  const wait = await callRoute('PUT', '/api/models/{model}/deployment', {
    params: { model: model.name },
    headers: await project.cookieOf('scientist'),
    body: { newVersions: 'wait' },
  });
  expect(wait.status).toBe(200);
  const { model: after, version } = await uploadFixture(project, 'iris_logreg_zipmap', model.name);
  expect([after.champion, version.number, version.isChampion, version.loaded]).toEqual([1, 3, false, true]);
});
