import http from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHook, deliverNext, forwardEvents, listHookDeliveries } from '@/lib/domain/alerts';
import { HookContent } from '@/lib/domain/alerts/schema';
import {
  addComment,
  createScore,
  giveFeedback,
  listFeedback,
  settleThread,
  summariseScores,
  updateScore,
  withdrawFeedback,
} from '@/lib/domain/feedback';
import { NewScore } from '@/lib/domain/feedback/schema';
import { listNotifications } from '@/lib/domain/people';
import { exportPredictions } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import {
  decideItem,
  exportItems,
  fillNextQueue,
  getInsight,
  getItem,
  listItems,
  saveQueue,
  sendToReview,
  takeItem,
} from '@/lib/domain/review';
import { QueueContent } from '@/lib/domain/review/schema';
import { encodeTensors } from '@/lib/domain/serving';
import { signatureOf } from '@/lib/engine/webhooks';
import type { Role } from '@/lib/platform/context';
import { env } from '@/lib/platform/env';
import { callRoute } from './call-route';
import { idAt, logRecord } from './log-records';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

let project: TestProject;
let model: Model;
let queue: { id: string };
let server: http.Server;
let hookUrl = '';
let taken: { headers: http.IncomingHttpHeaders; body: string }[] = [];
/** The worker's clock is so much ahead of the one of people. */
let aheadMs = 0;
const worker = () => ({ ...systemCtxOfTest(), now: () => new Date(Date.now() + aheadMs) });

beforeAll(async () => {
  server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      taken.push({ headers: request.headers, body });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  hookUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/hook`;
  Object.assign(env(), { ALERT_PRIVATE_TARGETS: true });
  await systemCtxOfTest().db.$queryRaw`select ensure_prediction_partition(current_date)::text`;
});
afterAll(() => {
  Object.assign(env(), { ALERT_PRIVATE_TARGETS: false });
  server.close();
});
beforeEach(async () => {
  aheadMs = 0;
  taken = [];
  const { db } = systemCtxOfTest();
  await db.feedbackEvent.deleteMany({});
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'mixed_columns', 'mixed'));
  queue = await saveQueue(project.as('scientist'), {
    model: 'mixed',
    content: QueueContent.parse({ name: 'all', rules: { complaints: true } }),
  });
});

async function logged(rows = 1, by: Role = 'user'): Promise<string> {
  const record = logRecord(
    { projectId: project.id, modelId: model.id },
    { ages: Array.from({ length: rows }, () => 60) },
  );
  const id = idAt(Date.now());
  await systemCtxOfTest().db.prediction.create({
    data: {
      ...{ id, projectId: project.id, modelId: model.id, versionNumber: 1, receivedAt: new Date(), rows },
      ...{ route: 'champion', origin: 'user', protocol: 'api', latencyUs: 1, queueUs: 0, runUs: 1 },
      caller: project.people[by].id,
      outcomes: Array.from({ length: rows }, () => 'fast'),
      tensors: new Uint8Array(encodeTensors(Object.entries(record.inputs), [])),
    },
  });
  return id;
}
const asKey = (scope: 'feedback' | 'read' | 'write') => ({ authorization: `Bearer ${project.keys[scope]}` });
const give = (id: string, body: object, headers: Record<string, string> = asKey('feedback')) =>
  callRoute('POST', '/api/predictions/{id}/feedback', { params: { id }, headers, body });
const fill = async (later = 0) => {
  aheadMs = later;
  await systemCtxOfTest().db.reviewQueue.updateMany({ where: { id: queue.id }, data: { dueAt: new Date(0) } });
  while (await fillNextQueue(worker()));
};
const waiting = async () =>
  (await listItems(project.as('reviewer'), { id: queue.id, state: 'open', limit: 50 })).items.map(({ rowId }) => rowId);

test('takes severity and fields of the row, held against the version', async () => {
  const id = await logged();
  const bad = await give(id, { verdict: 'wrong', fields: [{ field: 'agee', problem: 'mistyped' }] });
  expect(bad.status).toBe(422);
  expect(await bad.json()).toMatchObject({
    reason: 'unknown_field',
    invalidParams: [{ name: 'fields.0.field', reason: expect.stringContaining('age, sex, bmi') }],
  });
  const text = await give(id, { verdict: 'wrong', fields: [{ field: 'age', problem: 'mistyped', value: 'forty' }] });
  expect(await text.json()).toMatchObject({ invalidParams: [{ name: 'fields.0.value' }] });
  expect((await give(id, { verdict: 'right', severity: 'serious' })).status).toBe(422);
  const twice = [
    { field: 'age', problem: 'mistyped' },
    { field: 'age', problem: 'other' },
  ];
  expect((await give(id, { verdict: 'wrong', fields: twice })).status).toBe(422);
  const fields = [
    { field: 'age', problem: 'mistyped', value: 42 },
    { field: 'sex', problem: 'missing' },
  ];
  const given = await give(id, { verdict: 'wrong', expected: 'slow', severity: 'serious', fields });
  expect(given.status).toBe(201);
  expect(await given.json()).toMatchObject({
    severity: 'serious',
    fields: [
      { field: 'age', problem: 'mistyped', value: '42' },
      { field: 'sex', problem: 'missing', value: null },
    ],
  });
  const other = await logged();
  await giveFeedback(project.as('user'), { id: other, verdict: 'wrong' });
  const list = (filter: object) => listFeedback(project.as('reviewer'), { model: 'mixed', limit: 50, ...filter });
  expect(await list({})).toMatchObject({
    severities: { minor: 0, normal: 1, serious: 1 },
    fields: [
      { field: 'age', count: 1 },
      { field: 'sex', count: 1 },
    ],
  });
  const rowsOf = async (filter: object) => (await list(filter)).feedback.map(({ rowId }) => rowId);
  expect(await rowsOf({ severity: 'serious' })).toEqual([`${id}.0`]);
  expect(await rowsOf({ severity: 'normal' })).toEqual([`${other}.0`]);
  expect(await rowsOf({ field: 'sex' })).toEqual([`${id}.0`]);
  expect(await rowsOf({ field: 'bmi' })).toEqual([]);
  expect(await getInsight(project.as('reviewer'), { model: 'mixed', days: 7 })).toMatchObject({
    severities: { minor: 0, normal: 1, serious: 1 },
    fields: { n: 2, withField: 1, top: [{ field: 'age', problem: 'mistyped', count: 1 }, { field: 'sex' }] },
  });
  let csv = '';
  for await (const piece of exportPredictions(project.as('scientist'), { model: 'mixed' })) csv += piece;
  expect(csv).toContain('feedback_severity,feedback_fields,feedback_scores');
  expect(csv).toContain('serious,"[{""field"":""age""');
});

test('serious complaints come first, and reviewers see what was said only where they may', async () => {
  const [normal, serious] = [await logged(), await logged()];
  await giveFeedback(project.as('user'), { id: normal, verdict: 'wrong' });
  const fields = [{ field: 'age', problem: 'mistyped', value: 42 } as const];
  await giveFeedback(project.as('user'), { id: serious, verdict: 'wrong', severity: 'serious', fields });
  await fill();
  const { item } = await takeItem(project.as('reviewer'), queue);
  expect(item).toMatchObject({ rowId: `${serious}.0`, revealed: null });
  expect(JSON.stringify(item)).not.toContain('serious');
  await addComment(project.as('user'), { id: serious, text: 'The form was **wrong**.' });
  await decideItem(project.as('reviewer'), { id: item?.id ?? '', decision: 'label', value: 'slow', note: '' });
  expect((await getItem(project.as('reviewer'), { id: item?.id ?? '' })).revealed).toMatchObject({
    feedback: [{ severity: 'serious', fields: [{ field: 'age', problem: 'mistyped', value: '42' }] }],
    thread: { entries: [{ text: 'The form was **wrong**.', author: project.people.user.actor.name }] },
  });
  // A key that writes only reviews too, and is told so.
  const next = await sendToReview(project.as('reviewer'), { id: queue.id, row: normal });
  const reviewed = await callRoute('POST', '/api/review-items/{id}/reviews', {
    params: { id: next.id },
    headers: asKey('write'),
    body: { decision: 'inputs-wrong' },
  });
  expect(reviewed.status).toBe(201);
  const ofFormat = async (format: 'csv' | 'jsonl' | 'label-studio') => {
    let text = '';
    for await (const piece of exportItems(project.as('scientist'), { id: queue.id, format, split: 'all' }))
      text += piece;
    return text;
  };
  expect((await ofFormat('csv')).split('\n')[0]).toContain('severity,field_problems,scores');
  expect(JSON.parse((await ofFormat('jsonl')).split('\n')[1] ?? '')).toMatchObject({
    severity: 'serious',
    field_problems: [{ field: 'age', problem: 'mistyped', value: '42' }],
  });
  expect(JSON.parse(await ofFormat('label-studio'))).toMatchObject([
    { data: { severity: 'normal' } },
    { data: { severity: 'serious' } },
  ]);
});

test('who gave feedback changes and withdraws it until a review has settled the row; nothing is lost', async () => {
  const id = await logged();
  const ctx = project.as('user');
  const first = await giveFeedback(ctx, { id, verdict: 'wrong', reason: 'first' });
  const cookie = await project.cookieOf('user');
  const edit = (feedback: string, body: object, headers: Record<string, string> = cookie) =>
    callRoute('PUT', '/api/feedback/{feedback}', { params: { feedback }, headers, body });
  const withdraw = (feedback: string, headers: Record<string, string> = cookie) =>
    callRoute('DELETE', '/api/feedback/{feedback}', { params: { feedback }, headers });
  expect(await (await edit(first.id, { verdict: 'wrong', reason: 'second', severity: 'minor' })).json()).toMatchObject({
    id: first.id,
    createdAt: first.createdAt,
    reason: 'second',
  });
  expect(await giveFeedback(ctx, { id, verdict: 'wrong', reason: 'third' })).toMatchObject({ id: first.id });
  expect((await edit(first.id, { verdict: 'right' }, await project.cookieOf('reviewer'))).status).toBe(403);
  expect((await withdraw(first.id, await (await createTestProject()).cookieOf('user'))).status).toBe(404);
  await fill();
  expect(await waiting()).toEqual([`${id}.0`]);
  expect((await withdraw(first.id)).status).toBe(204);
  expect((await withdraw(first.id)).status).toBe(404);
  expect((await listFeedback(ctx, { model: 'mixed', limit: 50 })).counts).toEqual({ right: 0, wrong: 0 });
  await fill(10_000);
  expect(await waiting()).toEqual([]);
  const ofRow = async () =>
    (await callRoute('GET', '/api/predictions/{id}/feedback', { params: { id }, headers: cookie })).json();
  expect(await ofRow()).toMatchObject({
    feedback: [],
    history: [
      { how: 'withdrawn', reason: 'third', feedbackId: first.id },
      { how: 'edited', reason: 'second', severity: 'minor' },
      { how: 'edited', reason: 'first' },
    ],
  });
  expect(await auditActions(`prediction:${id}.0`)).toEqual([
    'feedback.give',
    'feedback.edit',
    'feedback.edit',
    'feedback.withdraw',
  ]);
  // What is settled stays as it was said.
  const again = await giveFeedback(ctx, { id, verdict: 'wrong' });
  const item = await sendToReview(project.as('reviewer'), { id: queue.id, row: id });
  await decideItem(project.as('reviewer'), { id: item.id, decision: 'label', value: 'slow', note: '' });
  const late = await withdraw(again.id);
  expect(late.status).toBe(409);
  expect(await late.json()).toMatchObject({ reason: 'settled', detail: expect.stringContaining('it is "slow"') });
  expect((await edit(again.id, { verdict: 'right' })).status).toBe(409);
  await expect(giveFeedback(ctx, { id, verdict: 'right' })).rejects.toMatchObject({ reason: 'settled' });
});

test('a row stays in its queue for another complaint, and while somebody is at it', async () => {
  const [two, held] = [await logged(), await logged()];
  const mine = await giveFeedback(project.as('user'), { id: two, verdict: 'wrong' });
  await giveFeedback(project.as('scientist'), { id: two, verdict: 'wrong' });
  const other = await giveFeedback(project.as('user'), { id: held, verdict: 'wrong', severity: 'serious' });
  await fill();
  const { item } = await takeItem(project.as('reviewer'), queue);
  expect(item?.rowId).toBe(`${held}.0`);
  await withdrawFeedback(project.as('user'), { feedback: mine.id });
  await withdrawFeedback(project.as('user'), { feedback: other.id });
  await fill(10_000);
  expect((await waiting()).sort()).toEqual([`${two}.0`, `${held}.0`].sort());
  expect(await systemCtxOfTest().db.reviewItem.findUnique({ where: { id: item?.id ?? '' } })).toMatchObject({
    reasons: ['withdrawn'],
  });
  // Let go without a review, it leaves too.
  await fill(16 * 60_000);
  expect(await waiting()).toEqual([`${two}.0`]);
});

test('of withdrawing and settling at once one wins', async () => {
  for (let i = 0; i < 5; i += 1) {
    const id = await logged();
    const given = await giveFeedback(project.as('user'), { id, verdict: 'wrong' });
    const item = await sendToReview(project.as('reviewer'), { id: queue.id, row: id });
    const [withdrawn] = await Promise.allSettled([
      withdrawFeedback(project.as('user'), { feedback: given.id }),
      decideItem(project.as('reviewer'), { id: item.id, decision: 'label', value: 'slow', note: '' }),
    ]);
    const left = await systemCtxOfTest().db.feedback.findMany({ where: { id: given.id } });
    if (withdrawn?.status === 'fulfilled') expect(left).toEqual([]);
    else expect(left).toMatchObject([{ outcome: 'label' }]);
  }
});

const score = (content: object) =>
  createScore(project.as('scientist'), { projectId: project.id, ...NewScore.parse(content) });

test('a project asks for scores of its own; archived ones take no value and keep those that were given', async () => {
  await score({ name: 'clarity', kind: 'number', min: 1, max: 5 });
  await score({ name: 'used', kind: 'boolean' });
  const tone = await score({ name: 'tone', kind: 'category', categories: ['kind', 'cold'] });
  await score({ name: 'remark', kind: 'text' });
  await expect(score({ name: 'tone', kind: 'text' })).rejects.toMatchObject({ code: 'conflict' });
  const id = await logged(2);
  const refused = async (scores: object) => (await (await give(id, { verdict: 'right', scores })).json()).invalidParams;
  expect(await refused({ clarity: 6 })).toEqual([
    { name: 'scores.clarity', reason: '"clarity" takes a number from 1 to 5' },
  ]);
  expect(await refused({ tone: 'rude' })).toEqual([{ name: 'scores.tone', reason: '"tone" takes one of kind, cold' }]);
  expect(await refused({ used: 'yes' })).toEqual([{ name: 'scores.used', reason: '"used" takes true or false' }]);
  expect(await refused({ speed: 1 })).toEqual([
    { name: 'scores.speed', reason: expect.stringContaining('clarity, remark, tone, used') },
  ]);
  const scores = { clarity: 4, used: true, tone: 'kind', remark: 'fine' };
  expect(await (await give(id, { verdict: 'right', scores })).json()).toMatchObject({ scores });
  await giveFeedback(project.as('user'), { id: `${id}.1`, verdict: 'wrong', scores: { clarity: 1, tone: 'cold' } });
  await updateScore(project.as('scientist'), { id: tone.id, archived: true });
  expect(await refused({ tone: 'kind' })).toEqual([
    { name: 'scores.tone', reason: expect.stringContaining('archived') },
  ]);
  expect(
    await giveFeedback(project.as('user'), { id: `${id}.1`, verdict: 'wrong', scores: { clarity: 2 } }),
  ).toMatchObject({ scores: { clarity: 2, tone: 'cold' } });
  const summary = await summariseScores(project.as('reviewer'), { model: 'mixed', days: 7 });
  expect(summary.feedback).toBe(2);
  expect(Object.fromEntries(summary.scores.map(({ score: { name }, ...found }) => [name, found]))).toMatchObject({
    clarity: { n: 2, mean: 3, least: 2, most: 4 },
    used: {
      n: 1,
      values: [
        { value: 'true', n: 1 },
        { value: 'false', n: 0 },
      ],
    },
    tone: {
      n: 2,
      values: [
        { value: 'kind', n: 1 },
        { value: 'cold', n: 1 },
      ],
    },
    remark: { n: 1, mean: null, values: [] },
  });
  expect(await auditActions(`score:${tone.id}`)).toEqual(['score.create', 'score.update']);
  await expect(
    createScore(project.as('reviewer'), { projectId: project.id, ...NewScore.parse({ name: 'x', kind: 'text' }) }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await expect(systemCtxOfTest().db.scoreDefinition.delete({ where: { id: tone.id } })).rejects.toThrow(/permission/);
});

test('takes feedback from files by line, all or nothing unless a part is asked for', async () => {
  await score({ name: 'clarity', kind: 'number', min: 1, max: 5 });
  const id = await logged(3);
  const send = (
    body: string,
    query: Record<string, string> = {},
    headers: Record<string, string> = asKey('feedback'),
  ) =>
    callRoute('POST', '/api/models/{model}/feedback', {
      params: { model: 'mixed' },
      query,
      headers: { ...headers, 'content-type': 'text/csv' },
      body,
    });
  const csv = [
    'row,verdict,expected,severity,field,problem,value,score.clarity',
    `${id}.0,wrong,slow,serious,age,mistyped,42,4`,
    `${id}.1,maybe,,,,,,`,
    `${id}.2,wrong,brisk,,,,,`,
    `${id}.2,wrong,slow,,agee,mistyped,,`,
    `${id}.2,right,,,,,,9`,
    `${id}.9,right,,,,,,`,
    `${id}.1,right,,,,,,5`,
  ].join('\n');
  const tried = await (await send(csv, { dryRun: '1' })).json();
  expect(tried).toMatchObject({ isWritten: false, lines: 7, added: 2, changed: 0, refused: 5 });
  expect(tried.problems.map(({ line, column }: { line: number; column: string }) => [line, column])).toEqual([
    [3, 'verdict'],
    [4, 'expected'],
    [5, 'field'],
    [6, 'score.clarity'],
    [7, 'row'],
  ]);
  expect(await (await send(csv)).json()).toMatchObject({ isWritten: false });
  const { db } = systemCtxOfTest();
  expect(await db.feedback.count({ where: { projectId: project.id } })).toBe(0);
  expect(await (await send(csv, { partial: '1' })).json()).toMatchObject({ isWritten: true, added: 2, refused: 5 });
  expect(await db.feedback.findMany({ where: { projectId: project.id }, orderBy: { row: 'asc' } })).toMatchObject([
    { row: 0, severity: 'serious', fields: [{ field: 'age', value: '42' }], scores: { clarity: 4 } },
    { row: 1, verdict: 'right', scores: { clarity: 5 } },
  ]);
  expect((await send('row,verdict,reasn\nx,right,')).status).toBe(422);
  const lines = [
    JSON.stringify({ row: `${id}.0`, verdict: 'right', reason: 'mine' }),
    'not json',
    JSON.stringify({ row: `${id}.1`, verdict: 'wrong', fields: [{ field: 'age', problem: 'gone' }] }),
  ].join('\n');
  const person = await project.cookieOf('scientist');
  expect(await (await send(lines, { format: 'jsonl', dryRun: '1' }, person)).json()).toMatchObject({
    added: 1,
    problems: [
      { line: 2, column: null },
      { line: 3, column: 'fields.0.problem' },
    ],
  });
  const [own = ''] = lines.split('\n');
  expect(await (await send(own, { format: 'jsonl' }, person)).json()).toMatchObject({ added: 1, changed: 0 });
  expect(await (await send(own, { format: 'jsonl' }, person)).json()).toMatchObject({ added: 0, changed: 1 });
  expect(await (await send(`${own}\n${own}`, { format: 'jsonl' }, person)).json()).toMatchObject({ refused: 1 });
  // End users say something of their own rows only.
  const others = await logged(1, 'scientist');
  const user = await project.cookieOf('user');
  expect(await (await send(`row,verdict\n${others}.0,right`, {}, user)).json()).toMatchObject({ refused: 1 });
  expect((await send(csv, {}, asKey('read'))).status).toBe(403);
});

test('people talk about a row, and who took part is told', async () => {
  const id = await logged();
  await giveFeedback(project.as('user'), { id, verdict: 'wrong' });
  await addComment(project.as('reviewer'), { id, text: 'Where is the age from?' });
  const told = async (role: Role) =>
    (await listNotifications(project.as(role), { limit: 20 })).notifications.map(({ kind }) => kind);
  expect(await told('user')).toEqual(['thread-comment']);
  expect(await told('reviewer')).toEqual([]);
  await addComment(project.as('user'), { id, text: 'From the *form*.' });
  expect(await told('reviewer')).toEqual(['thread-comment']);
  const thread = await settleThread(project.as('reviewer'), { id, isResolved: true });
  expect(thread).toMatchObject({
    isResolved: true,
    entries: [{ kind: 'comment' }, { kind: 'comment' }, { kind: 'resolved' }],
  });
  expect(await told('user')).toEqual(['thread-resolved', 'thread-comment']);
  await expect(settleThread(project.as('user'), { id, isResolved: true })).rejects.toMatchObject({ code: 'conflict' });
  expect((await settleThread(project.as('user'), { id, isResolved: false })).isResolved).toBe(false);
  const others = await logged(1, 'scientist');
  await expect(addComment(project.as('user'), { id: others, text: 'x' })).rejects.toMatchObject({ code: 'not_found' });
  const call = (headers: Record<string, string>, body?: object) =>
    callRoute(body ? 'POST' : 'GET', '/api/predictions/{id}/thread', {
      params: { id },
      headers,
      ...(body ? { body } : {}),
    });
  expect((await call(asKey('read'))).status).toBe(200);
  expect((await call(asKey('read'), { text: 'x' })).status).toBe(403);
  expect((await call(asKey('feedback'), { text: ' ' })).status).toBe(422);
  expect((await call(asKey('feedback'), { text: 'By a program.' })).status).toBe(201);
  expect((await call({ authorization: `Bearer ${(await createTestProject()).keys.read}` })).status).toBe(404);
});

test('tells webhooks of feedback and decisions, signed, without truths of exam rows', async () => {
  const { webhook, secret } = await createHook(project.as('scientist'), {
    projectId: project.id,
    ...HookContent.parse({
      name: 'desk',
      url: hookUrl,
      events: ['feedback.given', 'feedback.withdrawn', 'row.settled'],
    }),
  });
  const id = await logged();
  const given = await giveFeedback(project.as('user'), {
    ...{ id, verdict: 'wrong', expected: 'slow', reason: 'private words', severity: 'serious' },
    fields: [{ field: 'age', problem: 'mistyped', value: 98765.25 }],
  });
  await giveFeedback(project.as('user'), { id, verdict: 'wrong' });
  await withdrawFeedback(project.as('user'), { feedback: given.id });
  for (const destination of ['train', 'exam']) {
    const row = await logged();
    const item = await sendToReview(project.as('reviewer'), { id: queue.id, row });
    await systemCtxOfTest().db.reviewItem.update({ where: { id: item.id }, data: { destination } });
    await decideItem(project.as('reviewer'), { id: item.id, decision: 'label', value: 'slow', note: '' });
  }
  while (await forwardEvents(worker(), { publicUrl: 'https://implanta.example' }));
  while (await deliverNext(worker()));
  expect(taken.map(({ headers }) => headers['x-implanta-event'])).toEqual([
    'feedback.given',
    'feedback.withdrawn',
    'row.settled',
    'row.settled',
  ]);
  const [first, , train, exam] = taken.map(({ body }) => JSON.parse(body));
  expect(first).toMatchObject({
    model: 'mixed',
    rowId: `${id}.0`,
    url: expect.stringMatching(/^https:\/\/implanta\.example\/p\/.*\/predictions\//),
    feedback: {
      verdict: 'wrong',
      expected: 'slow',
      severity: 'serious',
      fields: [{ field: 'age', problem: 'mistyped' }],
    },
  });
  expect(taken[0]?.body).not.toMatch(/private words|98765/);
  expect([train.decision, exam.decision]).toEqual([
    { outcome: 'label', value: 'slow', split: 'train' },
    { outcome: 'label', value: null, split: 'exam' },
  ]);
  const { headers, body } = taken[0] ?? { headers: {}, body: '' };
  expect(headers['x-implanta-signature']).toBe(
    signatureOf(secret ?? '', Number(headers['x-implanta-timestamp']), body),
  );
  const call = (method: string, path: string, more: object = {}) =>
    callRoute(method, `/api/webhooks${path}`, { params: { id: webhook.id }, headers: asKey('write'), ...more });
  expect(await (await call('GET', '')).json()).toMatchObject({
    webhooks: [{ host: new URL(hookUrl).host, deliveries: { sent: 4, waiting: 0, failed: 0 } }],
  });
  expect(JSON.stringify(await (await call('GET', '')).json())).not.toContain(secret);
  expect(await (await call('POST', '/{id}/test')).json()).toMatchObject({
    deliveries: [{ event: 'test', state: 'sent' }],
  });
  expect((await listHookDeliveries(project.as('scientist'), webhook)).deliveries).toHaveLength(5);
  expect(await (await call('PATCH', '/{id}', { body: { enabled: false } })).json()).toMatchObject({
    secret: null,
    webhook: { enabled: false, format: 'json' },
  });
  await giveFeedback(project.as('user'), { id, verdict: 'wrong' });
  expect(await forwardEvents(worker(), { publicUrl: '' })).toBe(true);
  expect(await deliverNext(worker())).toBe(false);
  Object.assign(env(), { ALERT_PRIVATE_TARGETS: false });
  const closed = { name: 'inside', url: 'http://127.0.0.1:1/', events: ['row.settled'] };
  expect((await call('POST', '', { body: closed })).status).toBe(422);
  Object.assign(env(), { ALERT_PRIVATE_TARGETS: true });
  expect((await call('DELETE', '/{id}')).status).toBe(204);
  expect(await auditActions(`webhook:${webhook.id}`)).toEqual(['webhook.create', 'webhook.update', 'webhook.delete']);
});
