import { randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { getCard, listCardHistory, publishCard, restoreCard, saveCard } from '@/lib/domain/cards';
import { createFeedbackLink, giveFeedback, listFeedback, writeLabels } from '@/lib/domain/feedback';
import { parseRowId } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import { encodeTensors } from '@/lib/domain/serving';
import { database } from '@/lib/platform/database';
import { requiredEnv } from '@/lib/platform/env';
import { uuid7 } from '@/lib/platform/uuid7';
import { callRoute } from './call-route';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

let project: TestProject;
let model: Model;
beforeAll(async () => {
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'iris_logreg_zipmap', 'iris'));
  await database().pool.query('select ensure_prediction_partition(current_date)');
  await database().pool.query('select ensure_prediction_partition(current_date - 1)');
});

const HOUR = 3_600_000;
/** An id of a moment that is gone, apart from those that the process gives out in order. */
const idOf = (ms: number) => {
  const hex = ms.toString(16).padStart(12, '0') + `7${randomBytes(9).toString('hex')}`.padEnd(20, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32).padEnd(12, '0')}`;
};

async function logged(rows: number, caller: string | null): Promise<string> {
  const id = idOf(Date.now() - HOUR);
  await systemCtxOfTest().db.prediction.create({
    data: {
      id,
      projectId: project.id,
      modelId: model.id,
      versionNumber: 1,
      receivedAt: new Date(Date.now() - HOUR),
      rows,
      route: 'champion',
      origin: 'user',
      protocol: 'api',
      caller,
      latencyUs: 1,
      queueUs: 0,
      runUs: 1,
      outcomes: [],
      tensors: new Uint8Array(encodeTensors([], [])),
    },
  });
  return id;
}

test('reads ids of predictions and rows', () => {
  const id = uuid7();
  expect(parseRowId(id)).toEqual({ predictionId: id, row: 0 });
  expect(parseRowId(`${id}.12`)).toEqual({ predictionId: id, row: 12 });
  for (const bad of ['', 'x', `${id}.`, `${id}.-1`, `${id}.1.2`, `${id}.1e3`]) expect(parseRowId(bad)).toBeNull();
});

test('takes one verdict per person and row, of rows that are there, with a class of the model', async () => {
  const id = await logged(2, project.people.user.id);
  const ctx = project.as('scientist');
  const first = await giveFeedback(ctx, { id: `${id}.1`, verdict: 'wrong', expected: '2', reason: 'too long' });
  expect(first).toMatchObject({ rowId: `${id}.1`, verdict: 'wrong', expected: '2' });
  await giveFeedback(ctx, { id: `${id}.1`, verdict: 'right' });
  expect(await systemCtxOfTest().db.feedback.count({ where: { predictionId: id } })).toBe(1);
  expect(await auditActions(`prediction:${id}.1`)).toEqual(['feedback.give', 'feedback.edit']);
  await expect(giveFeedback(ctx, { id: `${id}.2`, verdict: 'right' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(giveFeedback(ctx, { id, verdict: 'wrong', expected: 'rose' })).rejects.toMatchObject({
    code: 'invalid_input',
    reason: 'unknown_class',
  });
});

test('lets end users judge and see their own only', async () => {
  const [own, others] = [await logged(1, project.people.user.id), await logged(1, project.people.scientist.id)];
  await giveFeedback(project.as('user'), { id: own, verdict: 'right' });
  await expect(giveFeedback(project.as('user'), { id: others, verdict: 'right' })).rejects.toMatchObject({
    code: 'not_found',
  });
  const mine = await listFeedback(project.as('user'), { model: 'iris', limit: 50 });
  expect(mine.feedback.map(({ rowId }) => rowId)).toEqual([`${own}.0`]);
  const all = await listFeedback(project.as('reviewer'), { model: 'iris', limit: 1 });
  expect(all.counts.right).toBeGreaterThan(1);
  const next = await listFeedback(project.as('reviewer'), {
    model: 'iris',
    limit: 1,
    cursor: all.nextCursor ?? undefined,
  });
  expect(next.feedback[0]?.id).not.toBe(all.feedback[0]?.id);
});

test('answers 404 for an unknown or foreign prediction, unless it may still be on its way', async () => {
  const feedback = (id: string, key: string) =>
    callRoute('POST', '/api/predictions/{id}/feedback', {
      params: { id },
      headers: { authorization: `Bearer ${key}` },
      body: { verdict: 'right' },
    });
  const stranger = await createTestProject();
  const id = await logged(1, null);
  expect((await feedback(id, project.keys.feedback)).status).toBe(201);
  expect((await feedback(id, stranger.keys.feedback)).status).toBe(404);
  expect((await feedback(idOf(Date.now() - HOUR), project.keys.feedback)).status).toBe(404);
  expect((await feedback(uuid7(), project.keys.feedback)).status).toBe(201);
  expect((await feedback('%ff', project.keys.feedback)).status).toBe(404);
  expect((await feedback(id, project.keys.predict)).status).toBe(403);
});

test('a link lets somebody outside judge one row, once, until it expires', async () => {
  const id = await logged(2, null);
  const make = (key: string, body: object) =>
    callRoute('POST', '/api/predictions/{id}/feedback-links', {
      params: { id: `${id}.1` },
      headers: { authorization: `Bearer ${key}` },
      body,
    });
  expect((await make(project.keys.read, {})).status).toBe(403);
  expect((await make(project.keys.feedback, { days: 91 })).status).toBe(422);
  expect((await make((await createTestProject()).keys.feedback, {})).status).toBe(404);
  const made = await (await make(project.keys.feedback, {})).json();
  expect(made.path).toBe(`/f/${made.token}`);
  const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', token: string, body?: object) =>
    callRoute(method, '/api/feedback-links/{token}', { params: { token }, ...(body ? { body } : {}) });
  expect(await (await call('GET', made.token)).json()).toMatchObject({ model: 'iris', task: 'classification' });
  expect((await call('GET', `${made.token}x`)).status).toBe(404);
  expect((await call('POST', made.token, { verdict: 'wrong', expected: 'rose' })).status).toBe(422);
  // What was refused did not use it.
  const both = await Promise.all([1, 2].map(() => call('POST', made.token, { verdict: 'wrong', expected: '2' })));
  expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
  expect(await systemCtxOfTest().db.feedback.findMany({ where: { predictionId: id } })).toMatchObject([
    { row: 1, verdict: 'wrong', expected: '2', givenBy: 'link', modelId: model.id },
  ]);
  // Its holder may say it anew and withdraw it, and give nothing again.
  expect((await call('POST', made.token, { verdict: 'right' })).status).toBe(409);
  expect(await (await call('GET', made.token)).json()).toMatchObject({
    given: { verdict: 'wrong', expected: '2', isSettled: false },
  });
  expect((await call('PUT', made.token, { verdict: 'wrong', expected: 'rose' })).status).toBe(422);
  expect((await call('PUT', made.token, { verdict: 'wrong', expected: '1', reason: 'petals' })).status).toBe(204);
  const { db } = systemCtxOfTest();
  const [now] = await db.feedback.findMany({ where: { predictionId: id } });
  expect(now).toMatchObject({ expected: '1', reason: 'petals', editedAt: expect.any(Date) });
  await db.feedback.updateMany({
    where: { predictionId: id },
    data: { outcome: 'label', outcomeValue: '1', settledAt: new Date() },
  });
  expect(await (await call('DELETE', made.token)).json()).toMatchObject({ reason: 'settled' });
  await db.feedback.updateMany({ where: { predictionId: id }, data: { outcome: null, settledAt: null } });
  expect((await call('DELETE', made.token)).status).toBe(204);
  expect(await db.feedback.count({ where: { predictionId: id } })).toBe(0);
  expect(await db.feedbackHistory.findMany({ where: { predictionId: id }, orderBy: { id: 'asc' } })).toMatchObject([
    { how: 'edited', said: { expected: '2' } },
    { how: 'withdrawn', said: { expected: '1' } },
  ]);
  for (const method of ['GET', 'PUT', 'POST'] as const)
    expect((await call(method, made.token, method === 'GET' ? undefined : { verdict: 'right' })).status).toBe(409);
  const fresh = await (await make(project.keys.feedback, {})).json();
  expect(await (await call('PUT', fresh.token, { verdict: 'right' })).json()).toMatchObject({ reason: 'not_given' });
  const expired = await createFeedbackLink(
    { ...project.as('scientist'), now: () => new Date(Date.now() - 2 * 86_400_000) },
    { id, days: 1, secret: requiredEnv('INTERNAL_SECRET') },
  );
  expect(await (await call('POST', expired.token, { verdict: 'right' })).json()).toMatchObject({ reason: 'expired' });
});

test('keeps labels once per row and source, also of unknown rows', async () => {
  const id = await logged(2, null);
  const unknown = idOf(Date.now() - 2 * HOUR);
  const send = (body: object | string, key = project.keys.feedback) =>
    callRoute('POST', '/api/labels', {
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body,
    });
  const labels = [
    { predictionId: `${id}.1`, value: 2 },
    { predictionId: `${id}.1`, value: 'review', source: 'review' },
    { predictionId: `${id}.7`, value: 'x' },
    { predictionId: unknown, value: true },
  ];
  expect(await (await send({ labels })).json()).toEqual({ stored: 4, replaced: 0, unknown: 2 });
  expect(await (await send({ labels })).json()).toEqual({ stored: 4, replaced: 4, unknown: 2 });
  const rows = await systemCtxOfTest().db.label.findMany({ where: { predictionId: id, row: 1, source: 'automatic' } });
  expect(rows.map(({ value }) => value)).toEqual(['2']);
  // As the drainer writes an answer with NUL, so that both stay the same text.
  await send({ labels: [{ predictionId: `${id}.0`, value: 'a\0b' }] });
  const [nul] = await systemCtxOfTest().db.label.findMany({ where: { predictionId: id, row: 0 } });
  expect(nul?.value).toBe('a\ufffdb');
  expect((await send('{')).status).toBe(400);
  expect((await send('5')).status).toBe(422);
  expect((await send({ labels: [{ predictionId: 'x', value: 1 }] })).status).toBe(422);
  expect((await send({ labels }, project.keys.read)).status).toBe(403);
  await expect(writeLabels(project.as('user'), { projectId: project.id, labels: [] })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

const fields = {
  summary: 'Names an iris',
  intendedUse: '',
  notFor: '',
  trainingData: '',
  trainingProcedure: '',
  metrics: '',
  limitations: '',
  contact: '',
  licence: '',
};

test('saves, publishes and restores a card; readers see published text only', async () => {
  const ctx = project.as('scientist');
  const at = { model: 'iris', number: 1 };
  await expect(publishCard(ctx, at)).rejects.toMatchObject({ reason: 'no_draft' });
  await saveCard(ctx, { ...at, content: { fields, markdown: 'one' } });
  expect((await saveCard(ctx, { ...at, content: { fields, markdown: 'two' } })).revision).toBe(1);
  expect(await getCard(project.as('user'), at)).toEqual({ published: null, draft: null, previous: null });
  expect((await publishCard(ctx, at)).published).toBe(true);
  expect((await getCard(project.as('user'), at)).published?.markdown).toBe('two');
  expect((await saveCard(ctx, { ...at, content: { fields, markdown: 'three' } })).revision).toBe(2);
  expect((await getCard(project.as('user'), at)).published?.markdown).toBe('two');
  expect((await getCard(ctx, at)).draft?.markdown).toBe('three');
  expect((await restoreCard(ctx, { ...at, revision: 1 })).markdown).toBe('two');
  const { revisions } = await listCardHistory(ctx, at);
  expect(revisions.map(({ revision, markdown }) => [revision, markdown])).toEqual([
    [3, 'two'],
    [2, 'three'],
    [1, 'two'],
  ]);
  await expect(restoreCard(ctx, { ...at, revision: 9 })).rejects.toMatchObject({ code: 'not_found' });
  await expect(saveCard(project.as('reviewer'), { ...at, content: { fields, markdown: '' } })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(await auditActions('model:iris/1/card')).toEqual([
    'card.save',
    'card.save',
    'card.publish',
    'card.save',
    'card.restore',
  ]);
});
